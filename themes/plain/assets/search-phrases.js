// The units of a phrase, and the shards of search-index/ -> where it stands. The same algorithm as
// bulletin/render/search/phrases.py, step by step and in whole numbers; lists of articles ascend.
import { LOW, TITLE_END, decode, headEnd } from "./search-files.js";
import { byChance, meet } from "./search-rank.js";
import { Files, Layout, Partition, Source } from "./search-read.js";
import { Recent, Standing } from "./search-standing.js";
import { Folding, cover, isHan } from "./search-text.js";

const ROUGH = 3; // terms of a phrase from which on the lows of their places are enough
const CHANCE = 256; // of so many articles found one by chance
const CHARACTERS = 4; // whose places are remembered: of one there may be as many as of hundreds of terms

/**
 * @typedef {import("./search-text.js").Phrase} Phrase
 * @typedef {import("./search-text.js").Part} Part
 * @typedef {import("./search-files.js").Places} Places
 * @typedef {import("./search-standing.js").How} How
 * @typedef {{terms: Map<string, Standing>, source: Source, held: number}} Shard  held: where the places of its tail begin
 * @typedef {{at: number, numbers: number[]}} Some  articles that belong to a group
 */

export class Phrases extends Files {
  /** @param {string} folder URL of search-index/ @param {import("./search-read.js").Read} [read] */
  constructor(folder, read) {
    super(folder, read);
    /** @type {Folding | undefined} */
    this.fold = undefined;
    /** @type {Partition | undefined} */
    this.partition = undefined;
    /** @type {Layout | undefined} */
    this.order = undefined;
    /** @type {Map<string, number> | undefined} */
    this.heavy = undefined;
    /** @type {number[]} */
    this.everyone = [];
    this.recent = new Recent();
    this.merged = new Recent(CHARACTERS);
  }

  async folding() {
    const { fold } = await this.root();
    return (this.fold ??= new Folding(...fold));
  }

  async layout() {
    const { blocks, group } = await this.root();
    return (this.order ??= new Layout(blocks, group));
  }

  /** All articles. */
  async all() {
    const { count } = await this.root();
    if (this.everyone.length !== count) this.everyone = Array.from({ length: count }, (_, number) => number);
    return this.everyone;
  }

  /** Where these units stand one after the other, in articles `among` or in all, and perhaps in others. Of a phrase that
   * is one term, the places of `placesAbout` unless `isExact`. @param {string[]} units @param {number[] | null} among
   * @param {boolean} isExact @returns {Promise<Places>} not to be changed */
  async phrase(units, among = null, isExact = false) {
    const parts = await this.cover(units);
    const how = isExact ? "exactly" : "about";
    if (parts[0]?.isBeginning) return this.beginning(parts[0].term, how);
    const terms = await this.terms(parts.map(({ term }) => term));
    if (!terms) return new Map();
    const groups = await this.byGroup(terms, among ?? (await this.all()));
    if (terms.length === 1 && !terms[0].isGrouped) return terms[0].places(how, 0);
    if (terms.length === 1 && groups[terms[0].entry.parts.length - 1]?.at === terms[0].entry.parts.length - 1) {
      return terms[0].all(how);
    }
    const held = await this.heldIn(terms, groups);
    const needed = isExact || parts.length < ROUGH ? "exactly" : "roughly";
    if (parts.length > 1 || isExact) for (const one of terms) ahead(one, needed, held);
    const found = await Promise.all(held.map((some) => this.inGroup(some, parts, terms, isExact)));
    return found.length === 1 ? found[0] : new Map(found.flatMap((places) => [...places]));
  }

  /** Together where no term tells groups apart. @param {Standing[]} terms @param {number[]} among
   * @returns {Promise<Some[]>} */
  async byGroup(terms, among) {
    if (!terms.some((one) => one.isGrouped)) return [{ at: 0, numbers: among }];
    const layout = await this.layout();
    /** @type {Some[]} */
    const groups = [];
    for (let begin = 0, end = 0; begin < among.length; begin = end) {
      const at = layout.group(among[begin]);
      const behind = layout.groups[at + 1];
      const last = Math.min(begin + behind - layout.groups[at], among.length) - 1;
      if (among[last] < behind) end = last + 1;
      else for (end = begin + 1; end < among.length && among[end] < behind; ) end += 1;
      groups.push({ at, numbers: among.slice(begin, end) });
    }
    return groups;
  }

  /** Those of each group that hold all terms; what stands in heads is asked first. @param {Standing[]} terms
   * @param {Some[]} groups @returns {Promise<Some[]>} without those that have none */
  async heldIn(terms, groups) {
    const order = [...terms].sort((a, b) => a.entry.kind - b.entry.kind);
    let left = groups;
    for (const kind of [0, 1, 2]) {
      const some = order.filter((one) => one.entry.kind === kind);
      if (!some.length) continue;
      for (const one of kind === 2 ? some : []) ahead(one, "about", left);
      const held = left.map(async ({ at, numbers }) => {
        const all = await Promise.all(some.map((one) => one.places("about", at)));
        return { at, numbers: all.reduce(both, numbers) };
      });
      left = (await Promise.all(held)).filter(({ numbers }) => numbers.length);
    }
    return left;
  }

  /** @param {Some} some that hold all terms @param {Part[]} parts @param {Standing[]} terms @param {boolean} isExact
   * @returns {Promise<Places>} */
  async inGroup({ at, numbers }, parts, terms, isExact) {
    if (parts.length === 1) {
      const places = await terms[0].places(isExact ? "exactly" : "about", at);
      return new Map(numbers.map((number) => [number, places.get(number) ?? []]));
    }
    let some = numbers;
    if (parts.length >= ROUGH && !isExact) {
      const { found, isSure } = await this.roughly(at, parts, terms, numbers);
      if (isSure) return found;
      some = [...found.keys()];
    }
    const [first, ...others] = await Promise.all(terms.map((one) => one.places("exactly", at)));
    /** @type {Places} */
    let found = new Map(some.map((number) => [number, first.get(number) ?? []]));
    others.forEach((places, which) => (found = meet(found, places, parts[which + 1].offset)));
    return found;
  }

  /** Where parts stand in a row, and whether that is enough to know; of those in the tail only the lows of their places
   * are read. If all are, not the places but something like them, as of `placesAbout`. @param {number} at
   * @param {Part[]} parts @param {Standing[]} terms @param {number[]} numbers
   * @returns {Promise<{found: Places, isSure: boolean}>} */
  async roughly(at, parts, terms, numbers) {
    const known = terms.map((term, which) => ({ term, offset: parts[which].offset }));
    const isApart = (/** @type {{term: Standing}} */ { term }) => term.entry.kind > 0;
    const order = [...known.filter((one) => !isApart(one)), ...known.filter(isApart)];
    const all = await Promise.all(order.map((one) => one.term.places(isApart(one) ? "roughly" : "exactly", at)));
    const [{ offset }] = order;
    /** @type {Places} */
    let found = new Map(numbers.map((number) => [number, (all[0].get(number) ?? []).map((place) => place - offset)]));
    let chance = 0;
    for (const [which, one] of order.entries()) {
      if (!which) continue;
      const before = found;
      found = meet(before, all[which], one.offset, isApart(one) ? LOW : 0);
      chance = byChance(chance, before, found, all[which], isApart(one));
    }
    const isSure = chance * CHANCE <= found.size || !found.size;
    if (!isApart(order[0]) || !isSure) return { found, isSure };
    const abouts = await Promise.all(terms.map((term) => term.places("about", at)));
    /** @type {Places} */
    const out = new Map();
    for (const [number, positions] of found) {
      const firsts = abouts.map((about) => about.get(number)?.[0] ?? TITLE_END);
      const first = firsts[0] ? Math.max(1, ...firsts) : 0;
      out.set(number, [Math.min(first, TITLE_END), ...positions.slice(1).map(() => TITLE_END)]);
    }
    return { found: out, isSure };
  }

  /** Articles that hold all terms of a phrase. @param {string[]} units @param {number[]} among
   * @returns {Promise<number[]>} */
  async holding(units, among) {
    const parts = await this.cover(units);
    if (parts[0]?.isBeginning) return both(among, await this.beginning(parts[0].term, "about"));
    return this.holdingAll(parts.map(({ term }) => term), among);
  }

  /** @param {string[]} names @param {number[]} among @returns {Promise<number[]>} */
  async holdingAll(names, among) {
    const terms = await this.terms(names);
    if (!terms) return [];
    const held = await this.heldIn(terms, await this.byGroup(terms, among));
    return held.length === 1 ? held[0].numbers : held.flatMap(({ numbers }) => numbers);
  }

  /** Whether the places of a phrase are read anyway, or at little cost. @param {string[]} units */
  async isLight(units) {
    const parts = await this.cover(units);
    if (parts.length > 1 && parts.length < ROUGH) return true;
    const { near } = await this.root();
    return (await this.meant(parts)).reduce((sum, one) => sum + one.weight, 0) <= near;
  }

  /** Bytes of tails that a phrase reads at most. @param {string[]} units */
  async cost(units) {
    const parts = await this.cover(units);
    const terms = await this.meant(parts);
    return terms.reduce((sum, one) => sum + one.tail - (parts.length > 1 ? 0 : one.weight), 0);
  }

  /** @param {Part[]} parts @returns {Promise<Standing[]>} */
  async meant(parts) {
    if (parts[0]?.isBeginning) return (await this.beginnings(parts[0].term)).map(([, one]) => one);
    const found = await Promise.all(parts.map(({ term }) => this.term(term)));
    return found.flatMap((one) => one ?? []);
  }

  /** Articles that hold a phrase as it was typed, where folding would hide that. @param {Phrase} phrase
   * @param {number[]} among @returns {Promise<Set<number>>} */
  async literal({ units, written }, among) {
    const { marks } = await this.folding();
    if (!marks.size || !written.some((one) => marks.has(one))) return NOBODY;
    const pairs = (await this.cover(units)).map(({ offset, term }) => ({ term, typed: written.slice(offset, offset + 2) }));
    const isPair = (/** @type {string} */ term) => [...term].length === 2 && isHan(term);
    const marked = pairs.filter(({ term, typed }) => isPair(term) && typed.some((one) => marks.has(one)));
    if (!marked.length) return NOBODY;
    return new Set(await this.holdingAll(marked.map(({ term, typed }) => `${term}=${typed.join("")}`), among));
  }

  /** Null where one of them stands nowhere. @param {string[]} names @returns {Promise<Standing[] | null>} */
  async terms(names) {
    const found = await Promise.all(names.map((name) => this.term(name)));
    const known = found.flatMap((one) => one ?? []);
    return known.length && known.length === names.length ? known : null;
  }

  /** @param {string} term */
  async term(term) {
    return (await this.shard((await this.parts()).shard(term))).terms.get(term);
  }

  /** All terms that begin with one Han character, but literal ones; their holders are read at once.
   * @param {string} character @returns {Promise<[string, Standing][]>} */
  async beginnings(character) {
    const shards = await Promise.all((await this.parts()).beginning(character).map((name) => this.shard(name)));
    await Promise.all(shards.map(({ source, held }) => source.take(0, held)));
    return shards.flatMap(({ terms }) => [...terms]).filter(([term]) => term.startsWith(character) && !term.includes("="));
  }

  /** @param {string} character @param {How} how @returns {Promise<Places>} not to be changed */
  beginning(character, how) {
    return this.merged.remembered(`${character} ${how}`, () => this.merge(character, how));
  }

  /** @param {string} character @param {How} how @returns {Promise<Places>} */
  async merge(character, how) {
    const terms = await this.beginnings(character);
    /** @type {Places} */
    const found = new Map();
    for (const places of await Promise.all(terms.map(([, one]) => one.all(how)))) {
      for (const [number, positions] of places) {
        const already = found.get(number);
        if (already) already.push(...positions);
        else found.set(number, [...positions]);
      }
    }
    for (const positions of found.values()) positions.sort((a, b) => a - b);
    return found;
  }

  /** @param {string[]} units @returns {Promise<Part[]>} */
  async cover(units) {
    const [pairs, weights] = (await this.root()).heavy;
    if (!this.heavy) {
      const characters = [...pairs];
      this.heavy = new Map(weights.map((weight, at) => [characters[2 * at] + characters[2 * at + 1], weight]));
    }
    return cover(units, this.heavy);
  }

  async parts() {
    const { split } = await this.root();
    return (this.partition ??= new Partition(split));
  }

  /** @param {string} name @returns {Promise<Shard>} */
  shard(name) {
    return this.once(name, async () => {
      const [{ head }, { firsts }] = await Promise.all([this.root(), this.layout()]);
      const source = new Source(this, `shards/${name}.bin`);
      const { terms, held } = decode(await source.take(0, headEnd(await source.take(0, head))));
      const standing = [...terms].map(([term, entry]) => /** @type {const} */ ([term, new Standing(term, entry, source, this.recent, firsts)]));
      return { terms: new Map(standing), source, held };
    });
  }
}

/** @type {Set<number>} */
const NOBODY = new Set();

/** @param {number[]} numbers @param {Places} places @returns those of the articles that have places */
const both = (numbers, places) => numbers.filter((number) => places.has(number));

/** Groups that follow one another are asked for at once. @param {Standing} one @param {How} how @param {Some[]} groups */
function ahead(one, how, groups) {
  if (!one.isGrouped || !groups.length) return;
  for (let from = 0, at = 1; at <= groups.length; at++) {
    if (groups[at]?.at === groups[at - 1].at + 1) continue;
    one.ahead(how, groups[from].at, groups[at - 1].at + 1);
    from = at;
  }
}
