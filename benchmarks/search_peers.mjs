// MiniSearch on the same articles: "build ARTICLES INDEX" writes the index as JSON, "ask INDEX QUESTIONS" answers with ids.
// Terms are pairs of neighbouring Han characters and words, all of a question must be there: MiniSearch has no Chinese
// tokeniser of its own, and without one finds next to nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, what, first, second] = process.argv.slice(2);
const MiniSearch = createRequire(`${modules}/x.js`)("minisearch");

function tokenize(text) {
  const found = [];
  for (const [run] of text.matchAll(/[\u4e00-\u9fff]+|(?:(?![\u4e00-\u9fff])[\p{L}\p{N}])+/gu)) {
    const isHan = /^[\u4e00-\u9fff]/.test(run);
    if (!isHan || run.length === 1) found.push(run);
    else for (let at = 0; at + 1 < run.length; at++) found.push(run.slice(at, at + 2));
  }
  return found;
}

const options = { fields: ["title", "text"], tokenize, searchOptions: { tokenize, combineWith: "AND", boost: { title: 2 } } };
if (what === "build") {
  const index = new MiniSearch(options);
  index.addAll(JSON.parse(readFileSync(first, "utf8")));
  writeFileSync(second, JSON.stringify(index));
} else {
  const index = MiniSearch.loadJSON(readFileSync(first, "utf8"), options);
  const answers = JSON.parse(readFileSync(second, "utf8")).map((text) => index.search(text).map(({ id }) => id));
  console.log(JSON.stringify(answers));
}
