// facets/<kind>.json -> what results can be narrowed to, how many of them each choice leaves, and names like what is typed.

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-text.js").Folding} Folding
 * @typedef {{kind: string, id: string, label: string, folded: string[], runs: number[], total: number, above: string,
 *            depth: number}} Facet
 *   runs: so many articles left out, so many in, and so on; folded: all its names as search compares them; above: id of
 *   the one whose articles include these; depth: how many are above
 */

const WITHOUT_KIND = ["section", "union", "author", "tag", "year", "issue"]; // of an index that does not say

export class Facets {
  /** @param {Engine} engine @param {string} edition tag @param {Record<string, string>} words labels by id, for what
   * the index knows by its id alone */
  constructor(engine, edition, words = {}) {
    this.engine = engine;
    this.edition = edition;
    this.words = words;
    /** @type {Map<string, Promise<Facet[]>>} */
    this.kept = new Map();
  }

  /** All of a kind, in the order of the panel. @param {string} kind @returns {Promise<Facet[]>} */
  of(kind) {
    let found = this.kept.get(kind);
    if (!found) {
      found = this.read(kind);
      this.kept.set(kind, found);
      found.catch(() => this.kept.delete(kind));
    }
    return found;
  }

  /** @param {string} kind @returns {Promise<Facet[]>} */
  async read(kind) {
    /** @type {any} */
    const root = await this.engine.root();
    if (!(root.kinds ?? WITHOUT_KIND).includes(kind)) return [];
    const folding = await this.engine.folding();
    /** @type {[string, string[], number[], string[]?, string?][]} */
    const raw = await this.engine.file(`facets/${kind}.json`, (response) => response.json());
    const at = Object.keys(root.editions).indexOf(this.edition);
    const facets = raw.map(([id, names, runs, labels, above]) => ({
      kind,
      id,
      label: (kind === "kind" && this.words[id]) || labels?.[at] || names[0] || id,
      folded: names.map((name) => folding.units(name).join("")),
      runs,
      total: sizeOf(runs),
      above: above ?? "",
      depth: 0,
    }));
    const filled = facets.filter((facet) => facet.total);
    if (["union", "author", "tag"].includes(kind)) filled.sort((a, b) => b.total - a.total);
    if (kind === "year" || kind === "issue") filled.sort((a, b) => last(b.runs) - last(a.runs));
    return asTree(filled);
  }

  /** Those of a kind without the articles that belong to them, which are many times as many bytes; of the kinds that
   * suggestions are made from. @param {string} kind @returns {Promise<Facet[]>} */
  async names(kind) {
    const folding = await this.engine.folding();
    const { editions } = await this.engine.root();
    /** @type {Record<string, [string, string[], number, string[]][]>} */
    const all = await this.engine.file("facets/names.json", (response) => response.json());
    const at = Object.keys(editions).indexOf(this.edition);
    const facets = (all[kind] ?? []).map(([id, names, total, labels]) => ({
      kind,
      id,
      label: labels[at] || names[0] || id,
      folded: names.map((name) => folding.units(name).join("")),
      runs: [],
      total,
      above: "",
      depth: 0,
    }));
    return kind === "section" ? facets : facets.sort((a, b) => b.total - a.total);
  }

  /** What is chosen of one kind: 1 for each article that belongs to any of it. @param {string} kind
   * @param {string[]} ids @returns {Promise<Uint8Array>} */
  async members(kind, ids) {
    const { count } = await this.engine.root();
    const found = new Uint8Array(count);
    for (const facet of await this.of(kind)) if (ids.includes(facet.id)) mark(found, facet.runs);
    return found;
  }

  /** For each kind that is chosen, its members. @param {Map<string, string[]>} chosen */
  async chosen(chosen) {
    const kinds = [...chosen];
    const members = await Promise.all(kinds.map(([kind, ids]) => this.members(kind, ids)));
    return new Map(kinds.map(([kind], at) => [kind, members[at]]));
  }

  /** Facets with a name like the words typed, likeliest first. @param {string[]} words folded @param {string[]} kinds
   * @param {number} most @returns {Promise<Facet[]>} */
  async like(words, kinds, most) {
    const facets = (await Promise.all(kinds.map((kind) => this.names(kind)))).flat();
    const rated = facets.map((facet) => ({ facet, rate: Math.max(...words.map((word) => likeness(facet, word)), 0) }));
    const likely = rated.filter(({ rate }) => rate).sort((a, b) => b.rate - a.rate || b.facet.total - a.facet.total);
    return likely.slice(0, most).map(({ facet }) => facet);
  }
}

/** Each behind the one above it, else in the order given. @param {Facet[]} facets @returns {Facet[]} */
function asTree(facets) {
  const known = new Set(facets.map((facet) => facet.id));
  /** @type {Map<string, Facet[]>} */
  const below = new Map();
  for (const facet of facets) {
    const place = known.has(facet.above) ? facet.above : "";
    below.set(place, [...(below.get(place) ?? []), facet]);
  }
  /** @type {Facet[]} */
  const out = [];
  const visit = (/** @type {string} */ id, /** @type {number} */ depth) => {
    const facets = below.get(id) ?? [];
    below.delete(id); // none is visited twice, whoever is above whom
    for (const facet of facets) {
      out.push({ ...facet, depth });
      visit(facet.id, depth + 1);
    }
  };
  visit("", 0);
  return out;
}

/** 4 the name, 3 its beginning, 2 a part of it, 1 the name is a part of what is typed; 0 unlike. @param {Facet} facet
 * @param {string} word */
function likeness(facet, word) {
  let best = 0;
  for (const name of facet.folded) {
    if (name === word) return 4;
    if (name.startsWith(word)) best = Math.max(best, 3);
    else if (word.length > 1 && name.includes(word)) best = Math.max(best, 2);
    else if (name.length > 1 && word.includes(name)) best = Math.max(best, 1);
  }
  return best;
}

/** How many of some articles each facet has. @param {number[]} numbers @param {number} count of all articles
 * @returns {(facet: Facet) => number} */
export function counter(numbers, count) {
  const before = new Int32Array(count + 1); // before[n] = how many stand below n
  for (const number of numbers) before[number + 1] = 1;
  for (let at = 0; at < count; at++) before[at + 1] += before[at];
  return ({ runs }) => {
    let sum = 0;
    eachRun(runs, (begin, end) => (sum += before[Math.min(end, count)] - before[Math.min(begin, count)]));
    return sum;
  };
}

/** @param {Uint8Array} marks @param {number[]} runs */
function mark(marks, runs) {
  eachRun(runs, (begin, end) => marks.fill(1, begin, end));
}

/** @param {number[]} runs @param {(begin: number, end: number) => void} visit */
export function eachRun(runs, visit) {
  let at = 0;
  for (let index = 0; index + 1 < runs.length; index += 2) {
    const begin = at + runs[index];
    at = begin + runs[index + 1];
    visit(begin, at);
  }
}

/** @param {number[]} runs */
function sizeOf(runs) {
  return runs.reduce((sum, length, index) => sum + (index % 2 ? length : 0), 0);
}

/** @param {number[]} runs */
function last(runs) {
  return runs.reduce((sum, length) => sum + length, 0);
}

/** Results by relevance or date, and the years that they stand under. @param {Facets} facets @param {number[]} ids
 * @param {import("./search-wish.js").Wish} asked */
export async function inOrder(facets, ids, asked) {
  const ordered = asked.byDate || !asked.text ? [...ids].sort((a, b) => b - a) : ids;
  if (!asked.byYear) return { ordered, group: null };
  const years = await facets.of("year");
  const { count } = await facets.engine.root();
  const of = new Map();
  for (const year of years) {
    const members = await facets.members("year", [year.id]);
    for (const number of ids) if (members[number] && !of.has(number)) of.set(number, year);
  }
  const rank = new Map(years.map((year, at) => [year, at]));
  const totals = counter(ids, count);
  const place = (/** @type {number} */ number) => rank.get(of.get(number)) ?? years.length;
  return {
    ordered: [...ordered].sort((a, b) => place(a) - place(b)), // stable: within a year as before
    group: (/** @type {number} */ number) => {
      const year = of.get(number);
      return year ? { label: year.label, total: totals(year) } : { label: "—", total: 0 };
    },
  };
}
