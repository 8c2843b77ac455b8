// A question in words -> the best answer there is, and what kind of answer that is: the question itself, else its phrases
// cut into the longest pieces that stand anywhere, else articles that hold parts of it, else the nearest spelling. A
// reader is always told which. The same steps as bulletin/render/search/ladder.py.
import { meet } from "./search-rank.js";
import { ask, isEmpty, isHan, pairs } from "./search-text.js";

const LONGEST = 32; // units of a question that is cut
const MOST_MARKED = 12; // phrases that an address carries to the page of a result

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-facets.js").Facets} Facets
 * @typedef {import("./search-text.js").Question} Question
 * @typedef {import("./search-text.js").Phrase} Phrase
 * @typedef {"found" | "apart" | "near" | "spelt" | "none"} How
 * @typedef {{ids: number[], how: How, phrases: string[][], marks: string, spelling: string,
 *            spellings: Promise<string[]>, since: number}} Answer
 *   ids: best first; since: articles numbered below were not looked at; marks: the question by which the page of a result finds what to mark; spelling: the one answered
 *   in place of what was typed; spellings: others that the reader may mean
 */

/** @param {Engine} engine @param {Facets} facets @param {string} text @param {boolean} isWhole whether all articles are to
 * be looked at, whatever it costs @returns {Promise<Answer>} */
export async function answer(engine, facets, text, isWhole = false) {
  if (!text) return answered(await all(engine), "found", []);
  const folding = await engine.folding();
  const question = ask(text, folding);
  if (isEmpty(question)) return answered([], "none", []);
  const phrases = question.phrases.map((phrase) => phrase.units);
  const { numbers: found, since } = isWhole
    ? { numbers: await engine.search(question), since: 0 }
    : await engine.newest(question);
  if (found.length) return { ...answered(found, "found", phrases), marks: phrases.length ? text : "", since };
  if (question.filters.length) {
    const words = ask(text, folding, false); // 来源：新华社 in a text
    const ids = await engine.search(words);
    if (ids.length) return answered(ids, "found", words.phrases.map((phrase) => phrase.units));
  }
  if (!phrases.length) return answered([], "none", []);
  const loose = await apart(engine, question);
  const some = loose ? await engine.search(loose) : [];
  const spellings = import("./search-spelling.js").then(({ spelled }) => spelled(engine, facets, question));
  spellings.catch(() => {}); // awaited later, if at all
  if (loose && some.length) {
    return { ...answered(some, "apart", loose.phrases.map((phrase) => phrase.units)), spellings };
  }
  const near = await engine.near(question);
  if (near.length) return { ...answered(near, "near", phrases.flatMap(pairs)), spellings };
  for (const spelling of await spellings) {
    const other = ask(spelling, folding);
    const ids = await engine.search(other);
    if (ids.length) return { ...answered(ids, "spelt", other.phrases.map((phrase) => phrase.units)), spelling, spellings };
  }
  return answered([], "none", phrases);
}

/**
 * The question with each phrase cut into pieces that stand somewhere, of a word or two Han characters and more; null where
 * it is the same. @param {Engine} engine @param {Question} question @returns {Promise<Question | null>}
 */
async function apart(engine, question) {
  if (question.phrases.reduce((sum, phrase) => sum + phrase.units.length, 0) > LONGEST) return null;
  const phrases = (await Promise.all(question.phrases.map((phrase) => pieces(engine, phrase)))).flat();
  return phrases.length > question.phrases.length ? { ...question, phrases } : null;
}

/** @param {Engine} engine @param {Phrase} phrase @returns {Promise<Phrase[]>} */
async function pieces(engine, phrase) {
  if (phrase.kind) return [phrase];
  const { units } = phrase;
  const found = [];
  await Promise.all(pairs(units).map(async (pair) => engine.meant(await engine.cover(pair)))); // all files at once, not one after the other
  for (let begin = 0; begin < units.length; ) {
    let end = begin + 1;
    /** @type {Map<number, number[]>} */
    let held = new Map();
    while (end < units.length && isHan(units[end])) {
      const there = await engine.phrase(units.slice(end - 1, end + 1), null, true);
      held = end > begin + 1 ? meet(held, there, end - 1 - begin) : there;
      if (!held.size) break;
      end += 1;
    }
    found.push(units.slice(begin, end));
    begin = end;
  }
  const long = found.filter((words) => words.length > 1 || !isHan(words[0]));
  return long.length > 1 ? long.map((words) => ({ units: words, kind: "", value: "", written: words })) : [phrase];
}

/** @param {number[]} ids @param {How} how @param {string[][]} phrases @returns {Answer} */
function answered(ids, how, phrases) {
  const marks = phrases.slice(0, MOST_MARKED).map((units) => `"${units.join(" ")}"`).join(" ");
  return { ids, how, phrases, marks, spelling: "", spellings: Promise.resolve([]), since: 0 };
}

/** Every article, newest first. @param {Engine} engine */
async function all(engine) {
  const { count } = await engine.root();
  return Array.from({ length: count }, (_, at) => count - 1 - at);
}
