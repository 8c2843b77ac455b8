// The files of search-index/, or parts of them, each byte read once; and which of them holds a term.
import { BLOCK } from "./search-files.js";
import { isHan } from "./search-text.js";

/**
 * @typedef {{version: string, count: number, blocks: number[], near: number, split: [number, number, ...string[]],
 *            group: number, head: number, heavy: [string, number[]], fold: [string, string, string], editions: Record<string, string>,
 *            texts?: import("./search-store.js").Scheme, kinds?: string[]}} Root
 * @typedef {(name: string, version: string, part?: [number, number]) => Promise<Response>} Read  part: from one byte
 *   up to another or, if that is infinite, to the end; else the whole file
 */

export class Files {
  /** @param {string} folder URL of search-index/ @param {Read} read */
  constructor(folder, read = fromServer(folder)) {
    this.read = read;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    this.sendsNoParts = false;
  }

  /** One that failed is asked for again. @param {string} name @param {(got: Response) => any} take */
  file(name, take) {
    const version = name === "root.json" ? Promise.resolve("") : this.root().then((root) => root.version);
    return this.once(name, () => version.then((known) => this.read(name, known)).then(take));
  }

  /** At once, so that ten who ask at the same time ask once. @param {string} key @param {() => Promise<any>} make */
  once(key, make) {
    let found = this.kept.get(key);
    if (!found) {
      found = make();
      this.kept.set(key, found);
      found.catch(() => this.kept.delete(key));
    }
    return found;
  }

  /** Bytes of a file. Where the server sends no parts, of the whole file, or an error if only a part will do.
   * @param {string} name @param {number} begin @param {number} end @returns {Promise<Uint8Array>} */
  async part(name, begin, end, isAlone = false) {
    if (this.kept.has(name)) return (await this.bytes(name)).subarray(begin, end);
    return this.once(`${name} ${begin}-${end}`, async () => {
      const { version } = await this.root();
      const response = await this.read(name, version, [begin, end]);
      if (response.status !== 206) {
        this.sendsNoParts = true;
        if (isAlone) {
          void response.body?.cancel();
          throw new RangeError(name);
        }
      }
      const data = new Uint8Array(await response.arrayBuffer());
      if (response.status === 206 && data.length === end - begin) return data;
      if (response.status === 206) throw new RangeError(name);
      return (await this.once(name, () => Promise.resolve(data))).subarray(begin, end);
    });
  }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  bytes(name) {
    return this.file(name, async (response) => new Uint8Array(await response.arrayBuffer()));
  }

  /** @returns {Promise<Root>} */
  root() {
    return this.file("root.json", (response) => response.json());
  }
}

/** A file of which parts are read. */
export class Source {
  /** @param {Files} files @param {string} name */
  constructor(files, name) {
    this.files = files;
    this.name = name;
    /** @type {{begin: number, end: number, data: Promise<Uint8Array>}[]} what was asked for; less may have come */
    this.pieces = [];
  }

  /** Bytes from one place up to another one, or to the end of the file. @param {number} begin @param {number} end
   * @returns {Promise<Uint8Array>} */
  async take(begin, end) {
    if (begin >= end) return new Uint8Array();
    const known = this.pieces.find((piece) => piece.begin <= begin && begin < piece.end);
    const data = known ? known.data : this.ask(begin, this.next(begin, end));
    const [at, until] = known ? [known.begin, known.end] : [begin, this.next(begin, end)];
    const first = (await data).subarray(begin - at, end - at);
    if (until >= end || first.length < until - begin) return first;
    const rest = await this.take(until, end);
    const both = new Uint8Array(first.length + rest.length);
    both.set(first);
    both.set(rest, first.length);
    return both;
  }

  /** Where to stop, for there something is known. @param {number} begin @param {number} end */
  next(begin, end) {
    return this.pieces.reduce((until, piece) => (begin < piece.begin && piece.begin < until ? piece.begin : until), end);
  }

  /** @param {number} begin @param {number} end @returns {Promise<Uint8Array>} */
  ask(begin, end) {
    const piece = { begin, end, data: this.read(begin, end) };
    this.pieces.push(piece);
    piece.data.catch(() => this.pieces.splice(this.pieces.indexOf(piece), 1));
    return piece.data;
  }

  /** @param {number} begin @param {number} end */
  async read(begin, end) {
    const { version } = await this.files.root();
    const response = await this.files.read(this.name, version, [begin, end]);
    const data = new Uint8Array(await response.arrayBuffer());
    if (response.status === 206) {
      if (data.length > end - begin) throw new RangeError(this.name);
      return data;
    }
    this.files.sendsNoParts = true;
    this.pieces.unshift({ begin: 0, end: Infinity, data: Promise.resolve(data) }); // all of it came
    return data.subarray(begin, end);
  }
}

/** Files by HTTP: the root is asked for anew, all others by its version. @param {string} folder @returns {Read} */
function fromServer(folder) {
  return async (name, version, part) => {
    const headers = part ? { Range: `bytes=${part[0]}-${part[1] < Infinity ? part[1] - 1 : ""}` } : undefined;
    const response = version
      ? await fetch(`${folder}${name}?v=${version}`, { headers })
      : await fetch(folder + name, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    return response;
  };
}

const PACK = 64; // articles of a block whose texts lie together
const PACKS = BLOCK / PACK; // of each block but the last

/** Where articles stand: layout.py. */
export class Layout {
  /** @param {number[]} sizes how many articles each block has @param {number} group */
  constructor(sizes, group) {
    this.sizes = sizes;
    this.firsts = [0]; // of each block its first article; then how many articles
    for (const size of sizes) this.firsts.push(this.firsts[this.firsts.length - 1] + size);
    const blocks = 2 ** group / BLOCK;
    this.groups = this.firsts.filter((_, at) => at === sizes.length || at % blocks === 0);
  }

  /** Of an article the number of its pack, which one of it it is, and of how many.
   * @param {number} number @returns {{pack: number, place: number, size: number}} */
  place(number) {
    const block = last(this.firsts, number);
    const within = number - this.firsts[block];
    const pack = Math.floor(within / PACK);
    return { pack: block * PACKS + pack, place: within % PACK, size: Math.min(PACK, this.sizes[block] - pack * PACK) };
  }

  /** Of an article its group. @param {number} number */
  group(number) {
    return last(this.groups, number);
  }
}

/** Of numbers that ascend the place of the last one that is no larger. @param {number[]} numbers @param {number} number */
function last(numbers, number) {
  let [low, high] = [0, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= number) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Which shard holds a term: the same rule as partition.py.
 */
export class Partition {
  /** @param {[number, number, ...string[]]} split of root.json */
  constructor([rest, words, ...groups]) {
    this.rest = rest;
    this.words = words;
    /** @type {Map<string, number>} */
    this.full = new Map(groups.flatMap((group, bits) => Array.from(group, (one) => [one, bits])));
  }

  /** @param {string} term */
  shard(term) {
    const [first, second = ""] = term;
    if (!isHan(first)) return `w${part([...term].slice(0, /^[0-9]/.test(first) ? 4 : 2).join(""), this.words)}`;
    const bits = this.full.get(first);
    if (bits === undefined) return `h${part(first, this.rest)}`;
    return code(first) + (bits ? `-${part(first + second, bits)}` : "");
  }

  /** All shards with terms that begin with a Han character. @param {string} first */
  beginning(first) {
    const bits = this.full.get(first);
    if (!bits) return [this.shard(first)];
    return Array.from({ length: 2 ** bits }, (_, at) => `${code(first)}-${at.toString(16)}`);
  }
}

/** @param {string} character one code point */
function code(character) {
  return /** @type {number} */ (character.codePointAt(0)).toString(16);
}

/** @param {string} text @param {number} bits */
function part(text, bits) {
  return (crc32(new TextEncoder().encode(text)) & (2 ** bits - 1)).toString(16);
}

/** @param {Uint8Array} data */
function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
