// Bytes of search-index/ -> terms and places: what bulletin/render/search/{shards,codes,partition}.py write.
import { isHan } from "./search-text.js";

/**
 * @typedef {Map<number, number[]>} Places  article -> positions in it, ascending
 * @typedef {{holding: number, data: Uint8Array, isApart: boolean}} Postings  isApart: its places are a file of their own
 */

export const TITLE_END = 128; // positions below it are the title's
const ENOUGH = 10; // places of a term in an article: more of them say nothing more

class Reader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  number() {
    let result = 0;
    let scale = 1; // not <<, which stops at 32 bits
    for (;;) {
      const byte = this.data[this.at++];
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) return result;
      if (byte === undefined) throw new RangeError("a file of the index is cut short");
      scale *= 128;
    }
  }

  /** @param {number} size */
  take(size) {
    this.at += size;
    return this.data.subarray(this.at - size, this.at);
  }
}

/** A shard -> its terms, each with how many articles hold it and the bits that say where.
 * @param {ArrayBuffer} buffer @returns {Map<string, Postings>} */
export function decode(buffer) {
  const reader = new Reader(new Uint8Array(buffer));
  const utf8 = new TextDecoder();
  /** @type {[string, number, number][]} */
  const sizes = [];
  let term = "";
  for (let left = reader.number(); left > 0; left--) {
    term = beginningOf(term, reader.number()) + utf8.decode(reader.take(reader.number()));
    sizes.push([term, reader.number(), reader.number()]);
  }
  return new Map(
    sizes.map(([one, holding, size]) => [one, { holding, data: reader.take(size >>> 1), isApart: size % 2 === 1 }]),
  );
}

/** The first `count` code points. @param {string} text @param {number} count */
function beginningOf(text, count) {
  let at = 0;
  for (; count > 0; count--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}

const PLACE = 9; // k of the Rice codes: see codes.py
const FAR = 20;

class Bits {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
    this.end = data.length * 8;
  }

  bit() {
    if (this.at >= this.end) throw new RangeError("a file of the index is cut short");
    const bit = (this.data[this.at >> 3] >> (7 - (this.at & 7))) & 1;
    this.at += 1;
    return bit;
  }

  /** @param {number} size */
  plain(size) {
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

  /** @param {number} size @param {number} k */
  ascending(size, k) {
    let number = -1;
    return Array.from({ length: size }, () => (number += 1 + this.rice(k)));
  }

  /** @param {number} size */
  fitted(size) {
    const k = this.plain(5);
    return Array.from({ length: size }, () => this.rice(k));
  }
}

/** k of the numbers of articles. @param {number} holding @param {number} count of all articles */
function width(holding, count) {
  const rounded = 2 ** Math.ceil(Math.log2(Math.max(count, 1)));
  return Math.max(31 - Math.clz32(Math.floor((rounded * 7) / (10 * holding))), 0);
}

/** Of a term that has its places in a file of their own: articles, how often less 1, and about where (0 at the beginning
 * of the title, 1 in it, TITLE_END in the text). @param {Postings} postings @param {number} count of all articles */
function holders({ data, holding }, count) {
  const bits = new Bits(data);
  const numbers = bits.ascending(holding, width(holding, count));
  const times = bits.fitted(holding);
  const about = new Array(holding).fill(TITLE_END);
  const titled = bits.ascending(bits.rice(PLACE), bits.plain(5));
  for (const at of titled) about[at] = bits.bit() ? 0 : 1;
  return { numbers, times, about };
}

/** Of each article its places, or where these are in a file of their own about them: as many as there are, at most
 * ENOUGH, of which the first is said. @param {Postings} postings @param {number} count of all articles
 * @returns {Places} */
export function placesAbout(postings, count) {
  if (!postings.isApart) return places(postings, count);
  const { numbers, times, about } = holders(postings, count);
  return new Map(
    numbers.map((number, at) => {
      const found = new Array(Math.min(times[at] + 1, ENOUGH)).fill(TITLE_END);
      found[0] = about[at];
      return [number, found];
    }),
  );
}

/** @param {Postings} postings @param {number} count of all articles @param {ArrayBuffer} buffer the file of its places
 * @returns {Places} */
export function placesApart(postings, count, buffer) {
  const { numbers, times, about } = holders(postings, count);
  const bits = new Bits(new Uint8Array(buffer));
  const firsts = bits.fitted(numbers.length);
  const k = bits.plain(5);
  return new Map(
    numbers.map((number, at) => {
      const positions = [firsts[at] + (about[at] < TITLE_END ? 0 : TITLE_END)];
      for (let more = 0; more < times[at]; more++) positions.push(positions[more] + bits.rice(k));
      return [number, positions];
    }),
  );
}

/** @param {Postings} postings @param {number} count of all articles @returns {Places} */
function places({ data, holding }, count) {
  const bits = new Bits(data);
  const numbers = bits.ascending(holding, width(holding, count));
  const times = numbers.map(() => bits.rice(0));
  const firsts = numbers.map(() => bits.rice(PLACE));
  /** @type {Places} */
  const found = new Map();
  numbers.forEach((one, at) => {
    const positions = [firsts[at]];
    for (let more = 0; more < times[at]; more++) positions.push(positions[more] + bits.rice(PLACE));
    found.set(one, positions);
  });
  return found;
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
    if (!isHan(first)) return `w${part(first + second, this.words)}`;
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
