// Bytes of search-index/ -> terms and places: what bulletin/render/search/shards.py writes.

/** @typedef {Map<number, number[]>} Places  article -> positions in it, ascending */

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

/** A shard -> its terms, each with its postings. @param {ArrayBuffer} buffer @returns {Map<string, Uint8Array>} */
export function decode(buffer) {
  const reader = new Reader(new Uint8Array(buffer));
  const utf8 = new TextDecoder();
  /** @type {[string, number][]} */
  const sizes = [];
  let term = "";
  for (let left = reader.number(); left > 0; left--) {
    term = beginningOf(term, reader.number()) + utf8.decode(reader.take(reader.number()));
    sizes.push([term, reader.number()]);
  }
  return new Map(sizes.map(([one, size]) => [one, reader.take(size)]));
}

/** The first `count` code points. @param {string} text @param {number} count */
function beginningOf(text, count) {
  let at = 0;
  for (; count > 0; count--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}

/** @param {Uint8Array} postings @returns {Places} */
export function places(postings) {
  const reader = new Reader(postings);
  /** @type {Places} */
  const found = new Map();
  let number = 0;
  while (reader.at < postings.length) {
    const head = reader.number();
    number += Math.floor(head / 2);
    const positions = [];
    let position = 0;
    for (let left = head % 2 ? 1 : reader.number(); left > 0; left--) {
      position += reader.number();
      positions.push(position);
    }
    found.set(number, positions);
  }
  return found;
}

/** How many of the sorted texts stand below `text`; with those equal to it. @param {string[]} sorted
 * @param {string} text @param {boolean} withEqual */
export function below(sorted, text, withEqual) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(sorted[middle], text);
    if (order < 0 || (withEqual && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By code point, as Python orders texts, and not by UTF-16 unit. @param {string} a @param {string} b */
export function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference) return difference;
  }
  return a.length - b.length;
}

/** Surrogates, which write U+10000 and above, behind all other units. @param {number} unit */
function rank(unit) {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** The shard that begins with `term`: its first 24 bytes in hex, and a CRC-32 where it is longer. @param {string} term */
export function fileName(term) {
  const data = new TextEncoder().encode(term);
  const hex = Array.from(data.subarray(0, 24), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return data.length <= 24 ? hex : `${hex}-${crc32(data).toString(16).padStart(8, "0")}`;
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
