// folder of the scripts, file with {index: {name: base64}, queries: [...], parts: whether parts of files are sent} -> JSON:
// {answers: [[found, near, answer, newest], …], unions: [[id, depth, total], …]} on standard output; an answer is [how,
// ids, phrases, spelling], without the articles' pages at hand; newest is [ids, since].
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(`${folder}/search-engine.js`).href);
const { ask } = await import(pathToFileURL(`${folder}/search-text.js`).href);
const { answer } = await import(pathToFileURL(`${folder}/search-answer.js`).href);
const { Facets } = await import(pathToFileURL(`${folder}/search-facets.js`).href);
const { index, queries, parts } = JSON.parse(readFileSync(file, "utf8"));
const engine = new Engine("", async (name, _, part) => {
  if (!(name in index)) throw new Error(`404 ${name}`);
  const data = Buffer.from(index[name], "base64");
  return part && parts ? new Response(data.subarray(...part), { status: 206 }) : new Response(data);
});
const facets = new Facets(engine, "zh-Hans");
const folding = await engine.folding();
const out = [];
for (const query of queries) {
  const question = ask(query, folding);
  const { how, ids, phrases, spelling } = await answer(engine, facets, query);
  const { numbers, since } = await engine.newest(question);
  out.push([await engine.search(question), await engine.near(question), [how, ids, phrases, spelling], [numbers, since]]);
}
const unions = (await facets.of("union")).map(({ id, depth, total }) => [id, depth, total]);
console.log(JSON.stringify({ answers: out, unions }));
