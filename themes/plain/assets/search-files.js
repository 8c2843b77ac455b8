// Bytes of search-index/ -> terms and places: what bulletin/render/search/{shards,codes,partition}.py write.
import { isHan } from "./search-text.js";

/**
 * @typedef {Map<number, number[]>} Places  article -> positions in it, ascending
 * @typedef {{holding: number, data: Uint8Array}} Postings
 */

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
  return new Map(sizes.map(([one, holding, size]) => [one, { holding, data: reader.take(size) }]));
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
}

/** @param {Postings} postings @param {number} count of all articles @returns {Places} */
export function places({ data, holding }, count) {
  const bits = new Bits(data);
  const rounded = 2 ** Math.ceil(Math.log2(Math.max(count, 1)));
  const k = Math.max(31 - Math.clz32(Math.floor((rounded * 7) / (10 * holding))), 0);
  let number = -1;
  const numbers = Array.from({ length: holding }, () => (number += 1 + bits.rice(k)));
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
