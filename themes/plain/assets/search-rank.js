// Where phrases stand in articles -> which of these hold them in a row, and their order: the same as rank.py.
import { LOW, TITLE_END } from "./search-files.js";

/** @typedef {import("./search-files.js").Places} Places */

const FEW = 16;

/** Those of `found` behind which, at that distance, one of `others` stands; if told, known by its remainder.
 * @param {Places} found @param {Places} others @param {number} offset @param {number} modulus a power of two
 * @returns {Places} */
export function meet(found, others, offset, modulus = 0) {
  const mask = modulus - 1; // of 0 it is all ones
  /** @type {Places} */
  const out = new Map();
  for (const [number, positions] of found) {
    const places = others.get(number);
    if (!places) continue;
    const many = places.length > FEW ? new Set(places) : null; // few are sooner looked through
    const both = positions.filter((at) => (many ? many.has((at + offset) & mask) : places.includes((at + offset) & mask)));
    if (both.length) out.set(number, both);
  }
  return out;
}

/** About how many of `found` stand there by chance, after `chance` of `before`, when those that `places` of one more term
 * do not fit were left out. @param {number} chance @param {Places} before @param {Places} found @param {Places} places
 * @param {boolean} isRough */
export function byChance(chance, before, found, places, isRough) {
  const leftOut = before.size - found.size;
  if (!isRough || !leftOut) return Math.max(0, chance - leftOut);
  let held = 0;
  for (const number of before.keys()) held += places.get(number)?.length ?? 0;
  return Math.max(0, chance - leftOut) + (leftOut * held) / (before.size * LOW);
}

/** @param {number} number @param {Places[]} found @param {Set<number>[]} literal @param {number} count
 * @param {boolean} hasNear */
export function score(number, found, literal, count, hasNear) {
  let sum = Math.floor((100 * (number + 1)) / count) + 2000 * literal.filter((one) => one.has(number)).length;
  for (const places of found) {
    const positions = places.get(number);
    if (!positions) continue;
    if (positions[0] < TITLE_END) sum += positions[0] === 0 ? 1100 : 1000;
    sum += 40 * Math.min(positions.length, 10);
  }
  const [first, second] = found.slice(0, 2).map((places) => places.get(number));
  return hasNear && first && second ? sum + Math.max(0, 200 - 2 * nearest(first, second)) : sum;
}

/** The smallest distance between a place of the one and a place of the other; both ascending.
 * @param {number[]} some @param {number[]} others */
function nearest(some, others) {
  let best = Math.abs(some[0] - others[0]);
  let i = 0;
  let j = 0;
  while (i < some.length && j < others.length) {
    best = Math.min(best, Math.abs(some[i] - others[j]));
    if (some[i] < others[j]) i += 1;
    else j += 1;
  }
  return best;
}

/** Best first. @param {number[]} hits @param {number[]} values a whole number of each */
export function ranked(hits, values) {
  const most = hits.reduce((one, other) => Math.max(one, other), 0) + 1;
  const keys = Float64Array.from(hits, (number, at) => values[at] * most + number).sort(); // as numbers, and at once
  return Array.from(keys, (key) => key % most).reverse();
}
