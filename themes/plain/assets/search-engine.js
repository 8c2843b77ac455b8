// A question and the files of search-index/ -> the numbers of the articles, best first. The same algorithm as
// bulletin/render/search/engine.py, step by step and in whole numbers.
import { LOW, Partition, TITLE_END, decode, lowsSize, placesAbout, placesExactly, placesRoughly } from "./search-files.js";
import { meet, ranked, score } from "./search-rank.js";
import { Files } from "./search-read.js";
import { Folding, cover, isEmpty, pairs } from "./search-text.js";

const ROUGH = 3; // terms of a phrase from which on the lows of their places are enough
const SURE = 2; // so many times the articles that seem to hold a phrase, if no more hold all its terms: few by chance
const DECODED = 12; // terms whose places are kept ready
const PAIRS = 32; // of a question that found nothing, looked up one by one
const BY_PART = ["section", "union", "author", "tag"]; // kinds that a part of the name may stand for

/**
 * @typedef {import("./search-text.js").Question} Question
 * @typedef {import("./search-text.js").Phrase} Phrase
 * @typedef {import("./search-files.js").Places} Places
 * @typedef {import("./search-text.js").Part} Part
 */

export class Engine extends Files {
  /** @param {string} folder URL of search-index/ @param {import("./search-read.js").Read} [read] */
  constructor(folder, read) {
    super(folder, read);
    /** @type {Folding | undefined} */
    this.fold = undefined;
    /** @type {Partition | undefined} */
    this.partition = undefined;
    /** @type {Map<string, number> | undefined} */
    this.heavy = undefined;
    /** @type {Map<string, Promise<Places>>} the places read last, for the next key that is typed */
    this.decoded = new Map();
  }

  /** @param {string} key @param {() => Promise<Places>} make @returns {Promise<Places>} not to be changed */
  remembered(key, make) {
    const found = this.decoded.get(key) ?? make();
    this.decoded.delete(key);
    this.decoded.set(key, found); // as the last one used
    found.catch(() => this.decoded.delete(key));
    for (const [oldest] of this.decoded) {
      if (this.decoded.size <= DECODED) break;
      this.decoded.delete(oldest);
    }
    return found;
  }

  async folding() {
    const { fold } = await this.root();
    return (this.fold ??= new Folding(...fold));
  }

  /** Numbers of the articles, best first. @param {Question} question @returns {Promise<number[]>} */
  async search(question) {
    if (isEmpty(question)) return [];
    const { count } = await this.root();
    const [left, held, also, literal] = await Promise.all([
      this.filtered(question),
      Promise.all(question.phrases.map((one) => this.holding(one.units))),
      Promise.all(question.phrases.map((one) => this.ofTime(one))),
      Promise.all(question.phrases.map((one) => this.literal(one))),
    ]);
    const candidates = left.filter((number) => held.every((one, at) => one.has(number) || also[at].has(number)));
    const among = new Set(candidates);
    const two = question.phrases.slice(0, 2);
    const hasNear = two.length > 1 && (await Promise.all(two.map((one) => this.isLight(one.units)))).every(Boolean);
    const found = await Promise.all(question.phrases.map((one, at) => this.phrase(one.units, among, hasNear && at < 2)));
    const hits = candidates.filter((number) => found.every((places, at) => places.has(number) || also[at].has(number)));
    return ranked(hits, (number) => score(number, found, literal, count, hasNear));
  }

  /**
   * For a question that found nothing: articles that hold some of its pairs, at least half as many as the one that
   * holds most; those with most pairs first. @param {Question} question @returns {Promise<number[]>}
   */
  async near(question) {
    const all = question.phrases.flatMap((phrase) => pairs(phrase.units));
    const distinct = [...new Map(all.map((pair) => [pair.join("\n"), pair])).values()].slice(0, PAIRS);
    /** @type {Map<number, number>} */
    const held = new Map();
    for (const places of await Promise.all(distinct.map((pair) => this.phrase(pair)))) {
      for (const number of places.keys()) held.set(number, (held.get(number) ?? 0) + 1);
    }
    const hits = (await this.filtered(question)).filter((number) => held.has(number));
    const most = hits.reduce((best, number) => Math.max(best, held.get(number) ?? 0), 0);
    const kept = hits.filter((number) => 2 * (held.get(number) ?? 0) >= most);
    return ranked(kept, (number) => held.get(number) ?? 0);
  }

  /** URL of an article in an edition. @param {number} number @param {string} edition tag */
  async url(number, edition) {
    const { chunk, editions } = await this.root();
    const name = `articles/${Math.floor(number / chunk)}.json`;
    const paths = await this.file(name, (response) => response.json());
    return editions[edition] + paths[number % chunk];
  }

  /** Where these units stand one after the other, in articles `among` or in all. Of a phrase that is one term, the
   * places of `placesAbout` unless `isExact`. @param {string[]} units @param {Set<number> | null} among
   * @param {boolean} isExact @returns {Promise<Places>} */
  async phrase(units, among = null, isExact = false) {
    const parts = await this.cover(units);
    const numbers = [...(await this.holding(units))].filter((number) => !among || among.has(number));
    if (!numbers.length) return new Map();
    if (parts.length >= ROUGH && !isExact) {
      const rough = await this.roughly(parts, numbers);
      if (numbers.length <= SURE * rough.size) return rough;
    }
    const exactly = parts.length > 1 || isExact;
    const [first, ...others] = await Promise.all(parts.map((part) => this.places(part, exactly)));
    /** @type {Places} */
    let found = new Map(numbers.map((number) => [number, first.get(number) ?? []]));
    others.forEach((places, at) => (found = meet(found, places, parts[at + 1].offset)));
    return found;
  }

  /** Where parts stand in a row; of those apart only the lows of their places are read. If all are apart, not the places
   * but something like them, as of `placesAbout`. @param {Part[]} parts @param {number[]} numbers
   * @returns {Promise<Places>} */
  async roughly(parts, numbers) {
    const known = await Promise.all(
      parts.map(async ({ offset, term }) => ({ offset, term, isApart: (await this.postings(term))?.isApart ?? false })),
    );
    const [apart, others] = [known.filter(({ isApart }) => isApart), known.filter(({ isApart }) => !isApart)];
    const order = [...others, ...apart];
    const all = await Promise.all(order.map(({ term, isApart }) => (isApart ? this.rough(term) : this.term(term, true))));
    /** @type {Places} */
    let found = new Map(numbers.map((number) => [number, (all[0].get(number) ?? []).map((at) => at - order[0].offset)]));
    order.slice(1).forEach(({ offset, isApart }, at) => (found = meet(found, all[at + 1], offset, isApart ? LOW : 0)));
    if (others.length) return found;
    const abouts = await Promise.all(parts.map(({ term }) => this.term(term)));
    /** @type {Places} */
    const out = new Map();
    for (const [number, positions] of found) {
      const firsts = abouts.map((about) => about.get(number)?.[0] ?? TITLE_END);
      const first = firsts[0] ? Math.max(1, ...firsts) : 0;
      out.set(number, [Math.min(first, TITLE_END), ...positions.slice(1).map(() => TITLE_END)]);
    }
    return out;
  }

  /** Places of a term apart modulo LOW. @param {string} term @returns {Promise<Places>} */
  async rough(term) {
    const postings = await this.postings(term);
    if (!postings) return new Map();
    const { holders } = postings;
    const read = async () => placesRoughly(holders, await this.part(apartName(term), 0, lowsSize(holders)));
    return this.remembered(`${term} roughly`, read);
  }

  /** Articles that hold all terms of a phrase. @param {string[]} units @returns {Promise<Set<number>>} */
  async holding(units) {
    const parts = await this.cover(units);
    const [first, ...others] = await Promise.all(parts.map((part) => this.places(part, false)));
    return new Set([...(first ?? []).keys()].filter((number) => others.every((places) => places.has(number))));
  }

  /** Whether the places of a phrase are read anyway, or at little cost. @param {string[]} units */
  async isLight(units) {
    const parts = await this.cover(units);
    if (parts.length > 1 && parts.length < ROUGH) return true;
    const { near } = await this.root();
    const weights = await Promise.all(parts.map((part) => this.weight(part)));
    return weights.reduce((sum, weight) => sum + weight, 0) <= near;
  }

  /** Bytes of the holders of the terms meant that have files of places. @param {Part} part */
  async weight({ term, isBeginning }) {
    const split = await this.parts();
    const shards = await Promise.all((isBeginning ? split.beginning(term) : [split.shard(term)]).map((one) => this.shard(one)));
    const meant = shards.flatMap((shard) => [...shard]).filter(([one]) => (isBeginning ? one.startsWith(term) : one === term));
    return meant.reduce((sum, [, { isApart, holders }]) => sum + (isApart ? holders.length : 0), 0);
  }

  /** Articles that hold a phrase as it was typed, where folding would hide that. @param {Phrase} phrase
   * @returns {Promise<Set<number>>} */
  async literal({ units, written }) {
    const { marks } = await this.folding();
    const pairs = (await this.cover(units)).map(({ offset, term }) => ({ term, typed: written.slice(offset, offset + 2) }));
    const marked = pairs.filter(({ term, typed }) => [...term].length === 2 && typed.some((one) => marks.has(one)));
    if (!marked.length) return new Set();
    const places = await Promise.all(marked.map(({ term, typed }) => this.term(`${term}=${typed.join("")}`)));
    return new Set([...places[0].keys()].filter((number) => places.every((one) => one.has(number))));
  }

  /** @param {Part} part @param {boolean} isExact @returns {Promise<Places>} */
  places(part, isExact) {
    return part.isBeginning ? this.beginning(part.term, isExact) : this.term(part.term, isExact);
  }

  /** @param {string} term @returns {Promise<Places>} */
  async term(term, isExact = false) {
    const postings = await this.postings(term);
    return postings ? this.placesOf(term, postings, isExact) : new Map();
  }

  /** @param {string} term @param {import("./search-files.js").Postings} postings @param {boolean} isExact
   * @returns {Promise<Places>} */
  async placesOf(term, postings, isExact) {
    if (!isExact || !postings.isApart) return this.remembered(term, async () => placesAbout(postings));
    const { holders } = postings;
    const read = async () => placesExactly(holders, await this.whole(apartName(term), lowsSize(holders)));
    return this.remembered(`${term} exactly`, read);
  }

  /** All terms that begin with one Han character. @param {string} character @param {boolean} isExact
   * @returns {Promise<Places>} */
  async beginning(character, isExact) {
    const names = (await this.parts()).beginning(character);
    const terms = (await Promise.all(names.map((name) => this.shard(name))))
      .flatMap((shard) => [...shard])
      .filter(([term]) => term.startsWith(character) && !term.includes("=")); // but literal terms
    /** @type {Places} */
    const found = new Map();
    for (const places of await Promise.all(terms.map(([term, postings]) => this.placesOf(term, postings, isExact)))) {
      for (const [number, positions] of places) {
        const already = found.get(number);
        if (already) already.push(...positions);
        else found.set(number, [...positions]);
      }
    }
    for (const positions of found.values()) positions.sort((a, b) => a - b);
    return found;
  }

  /** @param {string} term */
  async postings(term) {
    return (await this.shard((await this.parts()).shard(term))).get(term);
  }

  /** @param {string[]} units @returns {Promise<Part[]>} */
  async cover(units) {
    const [pairs, weights] = (await this.root()).heavy;
    const characters = [...pairs];
    this.heavy ??= new Map(weights.map((weight, at) => [characters[2 * at] + characters[2 * at + 1], weight]));
    return cover(units, this.heavy);
  }

  async parts() {
    const { split } = await this.root();
    return (this.partition ??= new Partition(split));
  }

  /** @param {string} name @returns {Promise<Map<string, import("./search-files.js").Postings>>} */
  shard(name) {
    return this.file(`shards/${name}.bin`, async (response) => decode(await response.arrayBuffer()));
  }

  /** All articles that the filters leave. @param {Question} question @returns {Promise<number[]>} */
  async filtered(question) {
    const { count } = await this.root();
    const wanted = await Promise.all(question.filters.map(([kind, value]) => this.members(kind, value)));
    const barred = await Promise.all([
      ...question.barred.map(([kind, value]) => this.members(kind, value)),
      ...question.without.map((units) => this.phrase(units)),
    ]);
    const all = Array.from({ length: count }, (_, number) => number);
    return all.filter((number) => wanted.every((set) => set.has(number)) && !barred.some((set) => set.has(number)));
  }

  /** @param {Phrase} phrase */
  async ofTime(phrase) {
    return phrase.kind ? this.members(phrase.kind, phrase.value) : new Set();
  }

  /** Articles of every facet one of whose names is the value; else of those whose names hold it.
   * @param {string} kind @param {string} value @returns {Promise<Set<number>>} */
  async members(kind, value) {
    const folding = await this.folding();
    /** @type {[string, string[], number[]][]} */
    const raw = await this.file(`facets/${kind}.json`, (response) => response.json());
    const facets = raw.map(([, names, runs]) => ({ names: names.map((name) => folding.units(name).join("")), runs }));
    let chosen = facets.filter(({ names }) => names.includes(value));
    if (!chosen.length && BY_PART.includes(kind)) {
      chosen = facets.filter(({ names }) => names.some((name) => name.includes(value)));
    }
    return new Set(chosen.flatMap(({ runs }) => numbers(runs)));
  }
}

/** The file of its places: 工会 -> places/5de5-4f1a.bin. @param {string} term */
function apartName(term) {
  return `places/${Array.from(term, (one) => one.codePointAt(0)?.toString(16)).join("-")}.bin`;
}

/** [3, 3, 3, 1] -> 3, 4, 5, 9: so many left out, so many in, and so on. @param {number[]} runs */
export function numbers(runs) {
  const out = [];
  let at = 0;
  for (let index = 0; index < runs.length; index += 2) {
    at += runs[index];
    for (const end = at + runs[index + 1]; at < end; at++) out.push(at);
  }
  return out;
}
