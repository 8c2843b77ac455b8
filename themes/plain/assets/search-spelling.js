// A question that nothing answers -> the nearest that something does: names of unions, sections and authors that differ
// in a character or two, phrases with one other character (合酮 -> 合同), Latin words a letter or two away. The same, step
// by step, as bulletin/render/search/spelling.py.
import { ranges } from "./search-result.js";
import { found } from "./search-store.js";
import { isHan } from "./search-text.js";

const NAMED = ["union", "section", "author"];
const MOST = 3; // spellings offered
const LONGEST = 10; // units of a phrase whose characters are tried one by one
const IN_ALL = 32; // units of a question
const SHARDS = 16; // read for the characters that follow one character; a commoner one is not tried

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-facets.js").Facets} Facets
 * @typedef {import("./search-standing.js").Standing} Standing
 * @typedef {import("./search-text.js").Question} Question
 * @typedef {{units: string[], count: number, article: number}} Spelling  article: the newest one that has it
 */

/** Texts in the script of the edition, nearest first. @param {Engine} engine @param {Facets} facets
 * @param {Question} question @returns {Promise<string[]>} */
export async function spelled(engine, facets, question) {
  /** @type {string[]} */
  const out = [];
  if (question.phrases.reduce((sum, { units }) => sum + units.length, 0) > IN_ALL) return out;
  for (const { units } of question.phrases.filter((phrase) => phrase.units.length <= LONGEST)) {
    const names = await named(facets, units.join(""));
    const others = units.length > 2 ? await exchanged(engine, units) : units.length === 1 ? await word(engine, units[0]) : [];
    out.push(...names, ...(await Promise.all(others.map((one) => written(engine, facets.edition, one)))));
  }
  return [...new Set(out)].slice(0, MOST);
}

/** @param {Facets} facets @param {string} text folded @returns {Promise<string[]>} */
async function named(facets, text) {
  const size = [...text].length;
  const allowed = size < 3 ? 0 : size < 6 ? 1 : 2;
  if (!allowed) return [];
  const known = (await Promise.all(NAMED.map((kind) => facets.names(kind)))).flat();
  const near = known.map((facet) => ({ facet, far: Math.min(...facet.folded.map((name) => distance(name, text, allowed))) }));
  const least = Math.min(...near.map(({ far }) => far));
  const kept = near.filter(({ far }) => far > 0 && far <= allowed && far === least);
  kept.sort((a, b) => b.facet.total - a.facet.total);
  return kept.map(({ facet }) => facet.label);
}

/** Phrases that have another character in one place. @param {Engine} engine @param {string[]} units
 * @returns {Promise<Spelling[]>} */
async function exchanged(engine, units) {
  /** @type {Spelling[]} */
  const others = [];
  for (let at = 1; at < units.length; at++) {
    if (!isHan(units[at]) || !isHan(units[at - 1])) continue;
    const rest = units.slice(at + 1);
    if (at < 2 && rest.length < 2) continue; // one character alone says too little
    const [left, right] = await Promise.all([
      at > 1 ? engine.phrase(units.slice(0, at), null, true) : null,
      rest.length ? engine.phrase(rest, null, true) : null,
    ]);
    if (left?.size === 0 || right?.size === 0) continue;
    for (const [term, one] of await following(engine, units[at - 1])) {
      let count = 0;
      let article = -1;
      const isNear = (/** @type {number} */ number) => (!left || left.has(number)) && (!right || right.has(number));
      if (![...(await one.all("about")).keys()].some(isNear)) continue;
      for (const [number, positions] of await one.all("exactly")) {
        const before = left && (left.get(number) ?? []);
        const after = right && (right.get(number) ?? []);
        const fits = positions.some((p) => (!before || before.includes(p - at + 1)) && (!after || after.includes(p + 2)));
        if (!fits) continue;
        count += 1;
        article = number;
      }
      if (count) others.push({ units: units.with(at, term.slice(units[at - 1].length)), count, article });
    }
  }
  return others.sort((a, b) => b.count - a.count).slice(0, MOST);
}

/** Terms of this Han character and another one. @param {Engine} engine @param {string} character
 * @returns {Promise<[string, Standing][]>} */
async function following(engine, character) {
  if ((await engine.parts()).beginning(character).length > SHARDS) return [];
  const isPair = (/** @type {string} */ term) => [...term].length === 2 && isHan(term.slice(character.length));
  return (await engine.beginnings(character)).filter(([term]) => isPair(term));
}

/** Words of letters and digits that are like this one and begin with the same two. @param {Engine} engine
 * @param {string} typed @returns {Promise<Spelling[]>} */
async function word(engine, typed) {
  const size = [...typed].length;
  const allowed = size < 4 ? 0 : size < 6 ? 1 : 2;
  if (!allowed || isHan(typed)) return [];
  const { terms } = await engine.shard((await engine.parts()).shard(typed));
  const near = [...terms].map(([term, one]) => ({
    units: [term],
    far: isHan([...term].at(-1) ?? "") ? 99 : distance(term, typed, allowed),
    one,
  }));
  const kept = near.filter(({ far }) => far > 0 && far <= allowed).slice(0, 20);
  const counted = await Promise.all(kept.map(async ({ units, far, one }) => {
    const numbers = [...(await one.all("about")).keys()];
    return { units, far, count: numbers.length, article: numbers.at(-1) ?? 0 };
  }));
  return counted.sort((a, b) => a.far - b.far || b.count - a.count).slice(0, MOST);
}

/** The spelling as an article of the edition writes it. @param {Engine} engine @param {string} edition
 * @param {Spelling} spelling @returns {Promise<string>} */
async function written(engine, edition, { units, article }) {
  try {
    const folding = await engine.folding();
    const { about } = await found(engine, article, edition, [units], new AbortController().signal);
    for (const text of about ? [about.title, ...about.blocks] : []) {
      const [range] = ranges(text, [units], folding);
      if (range) return text.slice(range.start, range.end);
    }
  } catch {
    // then as it is folded
  }
  return units.join("");
}

/** How many characters to change, add, drop or swap with their neighbour; above `most`, some number above it.
 * @param {string} a @param {string} b @param {number} most */
export function distance(a, b, most) {
  const [some, others] = [[...a], [...b]];
  if (Math.abs(some.length - others.length) > most) return most + 1;
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: others.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= some.length; i++) {
    const line = [i];
    for (let j = 1; j <= others.length; j++) {
      const same = some[i - 1] === others[j - 1] ? 0 : 1;
      line[j] = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && some[i - 1] === others[j - 2] && some[i - 2] === others[j - 1]) {
        line[j] = Math.min(line[j], before[j - 2] + 1);
      }
    }
    [before, last] = [last, line];
  }
  return last[others.length];
}
