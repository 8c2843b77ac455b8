// A question in words -> the best answer there is, and what kind of answer that is: the question itself, else its words
// apart, else articles that hold parts of it, else the nearest spelling. A reader is always told which.
import { apart, ask, isEmpty, pairs } from "./search-text.js";

const MOST_MARKED = 12; // phrases that an address carries to the page of a result

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-facets.js").Facets} Facets
 * @typedef {"found" | "apart" | "near" | "spelt" | "none"} How
 * @typedef {{ids: number[], how: How, phrases: string[][], marks: string, spelling: string,
 *            spellings: Promise<string[]>}} Answer
 *   ids: best first; marks: the question by which the page of a result finds what to mark; spelling: the one answered
 *   in place of what was typed; spellings: others that the reader may mean
 */

/** @param {Engine} engine @param {Facets} facets @param {string} text @param {string} language
 * @returns {Promise<Answer>} */
export async function answer(engine, facets, text, language) {
  if (!text) return answered(await all(engine), "found", []);
  const folding = await engine.folding();
  const question = ask(text, folding);
  if (isEmpty(question)) return answered([], "none", []);
  const phrases = question.phrases.map((phrase) => phrase.units);
  const found = await engine.search(question);
  if (found.length) return { ...answered(found, "found", phrases), marks: phrases.length ? text : "" };
  if (!phrases.length) return answered([], "none", []);
  const loose = apart(question, folding, language);
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

/** @param {number[]} ids @param {How} how @param {string[][]} phrases @returns {Answer} */
function answered(ids, how, phrases) {
  const marks = phrases.slice(0, MOST_MARKED).map((units) => `"${units.join(" ")}"`).join(" ");
  return { ids, how, phrases, marks, spelling: "", spellings: Promise.resolve([]) };
}

/** Every article, newest first. @param {Engine} engine */
async function all(engine) {
  const { count } = await engine.root();
  return Array.from({ length: count }, (_, at) => count - 1 - at);
}
