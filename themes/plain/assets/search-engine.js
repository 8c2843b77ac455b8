// A question and the files of search-index/ -> the numbers of the articles, best first. The same algorithm as
// bulletin/render/search/engine.py, step by step and in whole numbers.
import { Phrases } from "./search-phrases.js";
import { ranked, score } from "./search-rank.js";
import { isEmpty, pairs } from "./search-text.js";

const PAIRS = 32; // of a question that found nothing, looked up one by one
const BY_PART = ["section", "union", "author", "tag"]; // kinds that a part of the name may stand for
const MUCH = 16 * 1024; // bytes of tails from which on the newest articles come first
const ENOUGH = 50; // articles found among them
const FEW = 10; // found, that are enough as well where the next ones would read very much
const VERY_MUCH = 32 * 1024;

/**
 * @typedef {import("./search-text.js").Question} Question
 * @typedef {import("./search-text.js").Phrase} Phrase
 * @typedef {import("./search-files.js").Places} Places
 * @typedef {{numbers: number[], since: number}} Newest  best first; those numbered below `since` were not looked at
 * @typedef {{begin: number, end: number, cost: number}} Wave  articles from one number up to another that are looked at$
 *   together, and about how many bytes of tails that may read
 */

export class Engine extends Phrases {
  /** Numbers of the articles, best first. @param {Question} question @returns {Promise<number[]>} */
  async search(question) {
    const { count } = await this.root();
    return (await this.found(question, [{ begin: 0, end: count, cost: 0 }])).numbers;
  }

  /** The same, but where that would read much and the newest articles hold enough, of these alone.
   * @param {Question} question @returns {Promise<Newest>} */
  async newest(question) {
    return this.found(question, await this.waves(question));
  }

  /** @param {Question} question @param {Wave[]} waves @returns {Promise<Newest>} */
  async found(question, waves) {
    if (isEmpty(question)) return { numbers: [], since: 0 };
    const { count } = await this.root();
    const [left, also] = await Promise.all([
      this.filtered(question),
      Promise.all(question.phrases.map((one) => this.ofTime(one))),
    ]);
    const two = question.phrases.slice(0, 2);
    const hasNear = two.length > 1 && (await Promise.all(two.map((one) => this.isLight(one.units)))).every(Boolean);
    /** @type {number[]} */
    const hits = [];
    /** @type {number[]} */
    const values = [];
    let since = count;
    for (const { begin, end, cost } of waves) {
      if (hits.length >= (cost >= VERY_MUCH ? FEW : ENOUGH)) break;
      const among = end - begin >= count ? left : left.filter((number) => begin <= number && number < end);
      for (const [number, value] of await this.scores(question, among, also, hasNear)) {
        hits.push(number);
        values.push(value);
      }
      since = begin;
    }
    return { numbers: ranked(hits, values), since };
  }

  /** The newest articles, then twice as many before them, and so on; all at once where that reads little.
   * @param {Question} question @returns {Promise<Wave[]>} */
  async waves(question) {
    const { groups: firsts } = await this.layout();
    const groups = firsts.length - 1;
    const phrases = [...question.phrases.map((one) => one.units), ...question.without];
    const cost = (await Promise.all(phrases.map((units) => this.cost(units)))).reduce((sum, one) => sum + one, 0);
    const waves = [];
    for (let end = groups, width = cost < MUCH ? groups : 2; end > 0; width *= 2) {
      const begin = Math.max(end - width, 0);
      waves.push({ begin: firsts[begin], end: firsts[end], cost: Math.floor((cost * (end - begin)) / groups) });
      end = begin;
    }
    return waves;
  }

  /** Of each of some articles that holds what is asked for. @param {Question} question @param {number[]} among
   * @param {Set<number>[]} also @param {boolean} hasNear @returns {Promise<[number, number][]>} */
  async scores(question, among, also, hasNear) {
    const { count } = await this.root();
    let hits = among;
    for (const [at, one] of question.phrases.entries()) {
      const held = await this.holding(one.units, hits);
      hits = also[at].size ? [...new Set([...held, ...hits.filter((number) => also[at].has(number))])].sort(ascending) : held;
    }
    for (const units of question.without) {
      const places = await this.phrase(units, hits);
      hits = hits.filter((number) => !places.has(number));
    }
    if (!hits.length) return [];
    const found = await Promise.all(question.phrases.map((one, at) => this.phrase(one.units, hits, hasNear && at < 2)));
    found.forEach((places, at) => (hits = hits.filter((number) => places.has(number) || also[at].has(number))));
    const literal = await Promise.all(question.phrases.map((one) => this.literal(one, hits)));
    return hits.map((number) => [number, score(number, found, literal, count, hasNear)]);
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
    let hits = (await this.filtered(question)).filter((number) => held.has(number));
    for (const units of question.without) {
      const places = await this.phrase(units, hits);
      hits = hits.filter((number) => !places.has(number));
    }
    const most = hits.reduce((best, number) => Math.max(best, held.get(number) ?? 0), 0);
    const kept = hits.filter((number) => 2 * (held.get(number) ?? 0) >= most);
    return ranked(kept, kept.map((number) => held.get(number) ?? 0));
  }

  /** URL of an article in an edition. @param {number} number @param {string} edition tag */
  async url(number, edition) {
    const { editions } = await this.root();
    const { pack, place } = (await this.layout()).place(number);
    const paths = await this.file(`articles/${pack}.json`, (response) => response.json());
    return editions[edition] + paths[place];
  }

  /** All articles that the filters leave, ascending. @param {Question} question @returns {Promise<number[]>} */
  async filtered(question) {
    const all = await this.all();
    if (!question.filters.length && !question.barred.length) return all;
    const wanted = await Promise.all(question.filters.map(([kind, value]) => this.members(kind, value)));
    const barred = await Promise.all(question.barred.map(([kind, value]) => this.members(kind, value)));
    return all.filter((number) => wanted.every((set) => set.has(number)) && !barred.some((set) => set.has(number)));
  }

  /** @param {Phrase} phrase @returns {Promise<Set<number>>} */
  async ofTime(phrase) {
    return phrase.kind ? this.members(phrase.kind, phrase.value) : NOBODY;
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

/** @type {Set<number>} */
const NOBODY = new Set();

/** @param {number} a @param {number} b */
function ascending(a, b) {
  return a - b;
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
