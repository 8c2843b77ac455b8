// Bytes of search-index/ -> terms and places: what bulletin/render/search/{shards,codes}.py write, and entries.py and
// reading.py read.

/**
 * @typedef {Map<number, number[]>} Places  article -> positions in it, ascending
 * @typedef {{holders: [number, number], lows: [number, number], highs: [number, number]}} Part  from one byte up to
 *   another: of the file, but holders of kind 1 of those of the entry
 * @typedef {{kind: number, holders: Uint8Array, places: Uint8Array, parts: Part[]}} Entry  see entries.py; places: if
 *   there are parts, what is known of titles
 */

export const TITLE_END = 128; // positions below it are the title's
export const LOW = 128; // places that differ by as many have the same lows
const FEW = 32; // places of a term in a block from which on less than a byte of each stands in the lows
export const BLOCK = 512; // articles that are joined together, at most
const DENSE = 768; // places of a term in a block from which on articles are not told apart by a bit
const FAR = 20; // ones of a Rice code from which on plain bits follow
const CUT = "a file of the index is cut short";
const EMPTY = new Uint8Array();
const ENOUGH = 10; // places of a term in an article: more of them say nothing more
const MOST = 2 ** 24; // places of a term in a group of articles; a file that tells of more is damaged

/** Varints and bytes, which begin with a byte, and the codes of codes.py. */
class Reader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0; // in bits
    this.end = data.length * 8;
  }

  number() {
    let result = 0;
    let scale = 1; // not <<, which stops at 32 bits
    for (;;) {
      const byte = this.data[this.at >> 3];
      this.at += 8;
      if (byte === undefined) throw new RangeError(CUT);
      result += (byte & 0x7f) * scale;
      if (!(result <= Number.MAX_SAFE_INTEGER)) throw new RangeError(CUT); // or none
      if (byte < 0x80) return result;
      scale *= 128;
    }
  }

  /** @param {number} size in bytes */
  take(size) {
    this.at += size * 8;
    if (this.at > this.end) throw new RangeError(CUT);
    return this.data.subarray((this.at >> 3) - size, this.at >> 3);
  }

  align() {
    this.at = (this.at + 7) & ~7;
  }

  bit() {
    if (this.at >= this.end) throw new RangeError(CUT);
    const bit = (this.data[this.at >> 3] >> (7 - (this.at & 7))) & 1;
    this.at += 1;
    return bit;
  }

  /** @param {number} size */
  plain(size) {
    if (this.at + size > this.end) throw new RangeError(CUT);
    let value = 0;
    while (size > 0) {
      const have = Math.min(8 - (this.at & 7), size);
      const byte = this.data[this.at >> 3] >> (8 - (this.at & 7) - have);
      value = value * (1 << have) + (byte & ((1 << have) - 1));
      this.at += have;
      size -= have;
    }
    return value;
  }

  /** @param {number} k */
  rice(k) {
    let quotient = 0;
    while (quotient < FAR && this.bit()) quotient += 1;
    return quotient === FAR ? this.plain(32) : (quotient << k) + this.plain(k);
  }

  upper() {
    return this.bit() ? this.rice(0) + 2 : this.bit();
  }
}

/** Where the tail of a shard begins, from the first bytes of the file. @param {Uint8Array} data */
export function headEnd(data) {
  const reader = new Reader(data);
  return reader.number() + reader.at / 8;
}

/** The head of a shard -> its terms, and where the places of its tail begin. @param {Uint8Array} data
 * @returns {{terms: Map<string, Entry>, held: number}} */
export function decode(data) {
  const reader = new Reader(data);
  const utf8 = new TextDecoder();
  let holders = reader.number() + reader.at / 8;
  /** @type {{term: string, size: number, kind: number, about: number, sizes: number[][]}[]} */
  const lines = [];
  let term = "";
  for (let left = reader.number(); left > 0; left--) {
    term = beginningOf(term, reader.number()) + utf8.decode(reader.take(reader.number()));
    const [held, about] = [reader.number(), reader.number()];
    const [size, kind] = [held >>> 2, held & 3];
    lines.push({ term, size, kind, about, sizes: kind ? sizesOf(reader, size) : [] });
  }
  const held = lines.reduce((sum, { size, kind }) => sum + (kind === 2 ? size : 0), holders);
  let places = held;
  /** @type {Map<string, Entry>} */
  const terms = new Map();
  for (const { term, size, kind, about, sizes } of lines) {
    const parts = partsOf(sizes, kind === 2 ? holders : 0, places);
    const own = kind === 2 ? EMPTY : reader.take(size);
    terms.set(term, { kind, holders: own, places: reader.take(about), parts });
    if (kind === 2) holders += size;
    places = parts.at(-1)?.highs[1] ?? places;
  }
  return { terms, held };
}

/** Bytes of holders, lows and highs of each group. @param {Reader} reader @param {number} held */
function sizesOf(reader, held) {
  const groups = reader.number();
  if (groups === 1) return [[held, reader.number(), reader.number()]];
  return Array.from({ length: groups }, () => [reader.number(), reader.number(), reader.number()]);
}

/** @param {number[][]} sizes @param {number} holders @param {number} lows where they begin @returns {Part[]} */
function partsOf(sizes, holders, lows) {
  let highs = sizes.reduce((sum, [, low]) => sum + low, lows);
  return sizes.map(([size, low, high]) => ({
    holders: [holders, (holders += size)],
    lows: [lows, (lows += low)],
    highs: [highs, (highs += high)],
  }));
}

/** The first `count` code points. @param {string} text @param {number} count */
function beginningOf(text, count) {
  let at = 0;
  for (; count > 0; count--) {
    const code = text.codePointAt(at);
    if (code === undefined) throw new RangeError(CUT);
    at += code > 0xffff ? 2 : 1;
  }
  return text.slice(0, at);
}

/** The articles of each chunk, one for each place, and the place where there is only one, else -1.
 * @param {Uint8Array} data @param {number[]} firsts of each block its first article
 * @param {(articles: number[], place: number) => void} visit */
function eachChunk(data, firsts, visit) {
  const reader = new Reader(data);
  let left = MOST;
  while (reader.at < reader.end) {
    const head = reader.number();
    const first = beginningAt(firsts, Math.floor(head / 2));
    if (head % 2 === 0) {
      const both = reader.number();
      visit([first + (both % BLOCK)], Math.floor(both / BLOCK));
      continue;
    }
    const count = reader.number() + 2;
    left -= count;
    if (left < 0) throw new RangeError(CUT);
    if (count >= DENSE) {
      const k = 31 - Math.clz32(Math.floor((count * 7) / (10 * BLOCK)));
      /** @type {number[]} */
      const articles = [];
      for (let article = first; articles.length < count; article++) {
        const end = articles.length + reader.rice(k);
        if (end > count) throw new RangeError(CUT);
        while (articles.length < end) articles.push(article);
      }
      reader.align();
      visit(articles, -1);
      continue;
    }
    const k = 31 - Math.clz32(Math.max(Math.floor((BLOCK * 7) / (10 * Math.min(count, BLOCK))), 1));
    const articles = new Array(count);
    for (let at = 0, article = first - 1; at < count; at++) {
      if (!reader.bit()) article += 1 + reader.rice(k);
      articles[at] = article;
    }
    reader.align();
    visit(articles, -1);
  }
}

/** @param {number[]} firsts @param {number} block */
function beginningAt(firsts, block) {
  if (!(block < firsts.length)) throw new RangeError(CUT);
  return firsts[block];
}

/** What is known of titles: article -> 0 where its title begins with the term, else 1. @param {Uint8Array} data
 * @param {number[]} firsts */
function titles(data, firsts) {
  const reader = new Reader(data);
  /** @type {Map<number, number>} */
  const found = new Map();
  while (reader.at < reader.end) {
    let article = beginningAt(firsts, reader.number()) - 1;
    for (let left = reader.number(); left > 0; left--) {
      const step = reader.number();
      article += 1 + (step >>> 1);
      found.set(article, step % 2 ? 0 : 1);
    }
  }
  return found;
}

/** Of each article something like its places: as many as there are, at most ENOUGH, of which the first is 0 at the
 * beginning of a title, 1 in it, TITLE_END in the text. @param {Uint8Array} holders @param {Uint8Array} data what is known
 * of titles @param {number[]} firsts of each block its first article @returns {Places} */
export function placesAbout(holders, data, firsts) {
  const titled = titles(data, firsts);
  /** @type {Places} */
  const found = new Map();
  eachChunk(holders, firsts, (articles, place) => {
    if (place >= 0) return void found.set(articles[0], [place < TITLE_END ? Math.min(place, 1) : TITLE_END]);
    for (const article of articles) {
      const already = found.get(article);
      if (!already) found.set(article, [titled.get(article) ?? TITLE_END]);
      else if (already.length < ENOUGH) already.push(TITLE_END);
    }
  });
  return found;
}

/** The lowest bits of places: eight of a few, seven of many. @param {Reader} reader @param {number} count */
function lowsOf(reader, count) {
  const lows = Array.from({ length: count }, () => reader.plain(5));
  for (let at = 0; at < count; at++) lows[at] += reader.plain(2) * 32;
  if (count < FEW) for (let at = 0; at < count; at++) lows[at] += reader.bit() * 128;
  reader.align();
  return lows;
}

/** Places modulo LOW. @param {Uint8Array} holders @param {Uint8Array} data the lows @param {number[]} firsts
 * @returns {Places} */
export function placesRoughly(holders, data, firsts) {
  const reader = new Reader(data);
  /** @type {Places} */
  const found = new Map();
  eachChunk(holders, firsts, (articles, place) => {
    const lows = place >= 0 ? [place] : lowsOf(reader, articles.length);
    articles.forEach((article, at) => add(found, article, lows[at] % LOW));
  });
  return found;
}

/** @param {Places} found @param {number} article @param {number} place */
function add(found, article, place) {
  const already = found.get(article);
  if (already) already.push(place);
  else found.set(article, [place]);
}

/** @param {Uint8Array} holders @param {Uint8Array} data the places @param {number[]} firsts
 * @returns {Places} */
export function placesExactly(holders, data, firsts) {
  const reader = new Reader(data);
  /** @type {number[][]} of each chunk */
  const lows = [];
  eachChunk(holders, firsts, (articles, place) => void lows.push(place >= 0 ? [place] : lowsOf(reader, articles.length)));
  /** @type {Places} */
  const found = new Map();
  let chunk = 0;
  eachChunk(holders, firsts, (articles, place) => {
    const places = lows[chunk++];
    if (place < 0) {
      if (places.length >= FEW) places.forEach((low, at) => (places[at] = low + reader.bit() * 128));
      places.forEach((low, at) => (places[at] = low + reader.upper() * 256));
      reader.align();
    }
    articles.forEach((article, at) => add(found, article, places[at]));
  });
  return found;
}
