// folder of the scripts, file with {index: {name: base64}, queries: [...]} -> JSON: [[found, near], …] on standard output.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(`${folder}/search-engine.js`).href);
const { ask } = await import(pathToFileURL(`${folder}/search-text.js`).href);
const { index, queries } = JSON.parse(readFileSync(file, "utf8"));
const engine = new Engine("", async (name) => {
  if (!(name in index)) throw new Error(`404 ${name}`);
  return new Response(Buffer.from(index[name], "base64"));
});
const folding = await engine.folding();
const out = [];
for (const query of queries) {
  const question = ask(query, folding);
  out.push([await engine.search(question), await engine.near(question)]);
}
console.log(JSON.stringify(out));
