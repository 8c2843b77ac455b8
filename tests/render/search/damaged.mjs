// folder of the scripts, file with {index: {name: base64}, shard, cases: [base64, …], query} -> JSON on standard output: of each case, in
// which that file takes the place of the shard, the numbers of the articles that the query finds, or the error's name.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(`${folder}/search-engine.js`).href);
const { ask } = await import(pathToFileURL(`${folder}/search-text.js`).href);
const { index, shard, cases, query } = JSON.parse(readFileSync(file, "utf8"));
const out = [];
for (const one of cases) {
  const engine = new Engine("", async (name, _, part) => {
    const data = Buffer.from(name === shard ? one : index[name], "base64");
    return part ? new Response(data.subarray(...part), { status: 206 }) : new Response(data);
  });
  out.push(await engine.folding().then((folding) => engine.search(ask(query, folding))).catch((error) => error.name));
}
console.log(JSON.stringify(out));
