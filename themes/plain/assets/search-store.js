// texts/<n>.bin -> title and text of an article in an edition, without its page: what bulletin/render/search/texts.py
// writes. Where a server sends no parts of files, or the browser can't inflate them, the page of the article stands in.

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-result.js").Card} Card
 * @typedef {[string, string, string[], number]} Scheme  alphabet, edition that is written in full, those that are told
 *   from it by folding, bytes of the dictionary
 */

const PLAIN = 160; // characters of the alphabet that take a byte
const OTHER = 255;
const CUT = "…"; // the last block, where some are left out
const QUOTES = new Map([["「", "“"], ["」", "”"], ["『", "‘"], ["』", "’"]]);

/**
 * What a result shows, and its address; null for what is not there, which is still a link. `phrases`: what is to be found
 * in its text, if anything. @param {Engine} engine @param {number} number @param {string} edition tag
 * @param {string[][]} phrases @param {AbortSignal} signal @returns {Promise<{url: string, about: Card | null}>}
 */
export async function found(engine, number, edition, phrases, signal) {
  const about = await stored(engine, number, edition, phrases);
  const { editions } = await engine.root();
  if (about) return { url: editions[edition] + about.path, about };
  const url = await engine.url(number, edition);
  const { card } = await import("./search-page.js");
  try {
    return { url, about: await card(url, signal) };
  } catch (error) {
    if (signal.aborted || error instanceof TypeError) throw error; // the network failed, and may do better in a while
    return { url, about: null };
  }
}

/** Whether something is in the text or title that would be shown. @param {Card} about @param {string[][]} phrases
 * @param {import("./search-text.js").Folding} folding */
function holdsAny({ title, blocks }, phrases, folding) {
  const texts = [title, ...blocks].map((text) => folding.units(text).join("\n"));
  return phrases.some((units) => texts.some((text) => text.includes(units.join("\n"))));
}

/** Null where the article's page must be asked. `phrases`: what is to be shown of it, if anything.
 * @param {Engine} engine @param {number} number @param {string} edition tag @param {string[][]} phrases
 * @returns {Promise<(Card & {path: string}) | null>} */
async function stored(engine, number, edition, phrases) {
  const { texts, editions } = await engine.root();
  if (!texts || engine.sendsNoParts) return null;
  try {
    const [alphabet, base, folded, shared] = texts;
    const { pack, place, size: held } = (await engine.layout()).place(number);
    const name = `texts/${pack}.bin`;
    const sizes = new Uint8Array(await engine.part(name, 0, 2 * held, true));
    const ends = Array.from({ length: held }, (_, at) => sizes[2 * at] + sizes[2 * at + 1] * 256);
    const begin = ends.slice(0, place).reduce((sum, one) => sum + one, 2 * held);
    const record = engine.part(name, begin, begin + ends[place], true);
    const [before, data] = await Promise.all([shared ? dictionary(engine) : new Uint8Array(), record]);
    const reader = new Reader(await inflated(data, before), alphabet);
    let text = reader.text(reader.number());
    const folding = await engine.folding();
    const characters = Array.from(text);
    for (const tag of [base, ...Object.keys(editions).filter((one) => one !== base)]) {
      const start = folded.includes(tag) ? characters.map((one) => folding.classes.get(one) ?? QUOTES.get(one) ?? one) : characters;
      if (tag !== base) text = reader.edited(start);
      if (tag === edition) break;
    }
    const about = cardOf(text, edition);
    if (about.blocks.at(-1) !== CUT) return about;
    about.blocks.pop();
    return !phrases.length || holdsAny(about, phrases, folding) ? about : null;
  } catch {
    return null; // the page says the same
  }
}

/** What all records are packed behind. @param {Engine} engine @returns {Promise<Uint8Array>} */
function dictionary(engine) {
  return engine.once("dictionary", async () => inflated(await engine.bytes("texts/dictionary.bin"), new Uint8Array()));
}

/** @param {Uint8Array} data raw deflate @param {Uint8Array} before what it was packed behind: read as a stored block
 * (RFC 1951, 3.2.4), for browsers take no dictionary @returns {Promise<Uint8Array>} */
async function inflated(data, before) {
  const [low, high] = [before.length & 0xff, before.length >> 8];
  const parts = [new Uint8Array([0, low, high, ~low, ~high]), before, data];
  const stream = new Blob(/** @type {BlobPart[]} */ (parts)).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer()).subarray(before.length);
}

/** @param {string} text @param {string} edition @returns {Card & {path: string}} */
function cardOf(text, edition) {
  const [path, moment, language, section, sources, title, ...blocks] = text.split("\n");
  const [day, time = ""] = moment.split("T");
  const [year, month, date] = day.split("-").map(Number);
  return {
    path,
    title,
    moment,
    time: day && `${year}年${month}月${date}日${time && ` ${time.slice(0, 5)}`}`, // as filters.py has it
    sources: sources ? sources.split("\t") : [],
    section,
    language: edition,
    titleLanguage: language || edition,
    blocks: blocks.filter(Boolean),
  };
}

class Reader {
  /** @param {Uint8Array} data @param {string} alphabet */
  constructor(data, alphabet) {
    this.data = data;
    this.at = 0;
    this.alphabet = Array.from(alphabet);
  }

  number() {
    let [result, scale] = [0, 1];
    for (;;) {
      const byte = this.data[this.at++];
      if (byte === undefined) throw new RangeError(CUT);
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) return result;
      scale *= 128;
    }
  }

  /** @param {number} count of characters */
  text(count) {
    let text = "";
    for (; count > 0; count--) {
      const [byte, next] = [this.data[this.at], this.data[this.at + 1]];
      if (byte === undefined) throw new RangeError(CUT);
      if (byte < PLAIN) text += this.alphabet[byte];
      else if (byte === PLAIN) text += this.alphabet[PLAIN + next];
      else if (byte < OTHER) text += String.fromCodePoint(0x4e00 + (byte - PLAIN - 1) * 256 + next);
      else text += String.fromCodePoint(next * 65536 + this.data[this.at + 2] * 256 + this.data[this.at + 3]);
      this.at += byte < PLAIN ? 1 : byte < OTHER ? 2 : 4;
    }
    return text;
  }

  /** The text that the next edits make of this one. @param {string[]} characters */
  edited(characters) {
    let [text, at] = ["", 0];
    for (let left = this.number(); left > 0; left--) {
      const stay = this.number();
      const leftOut = this.number();
      text += characters.slice(at, at + stay).join("") + this.text(this.number());
      at += stay + leftOut;
    }
    return text + characters.slice(at).join("");
  }
}
