// An entry of a shard, and its file -> where the term stands, in the articles of a group or in all: standing.py.
import { placesAbout, placesExactly, placesRoughly } from "./search-files.js";

const EMPTY = new Uint8Array();
const KEPT = 240; // a question of six terms reads some of as many groups

/**
 * @typedef {import("./search-files.js").Places} Places
 * @typedef {"about" | "exactly" | "roughly"} How  about: something like the places, see `placesAbout`; roughly: modulo
 *   LOW, only where the places stand in the tail
 */

/** What was worked out last, for the next key that is typed. */
export class Recent {
  /** @param {number} most */
  constructor(most = KEPT) {
    this.most = most;
    /** @type {Map<string, Promise<Places>>} */
    this.known = new Map();
  }

  /** @param {string} key @param {() => Promise<Places>} make @returns {Promise<Places>} not to be changed */
  remembered(key, make) {
    const found = this.known.get(key) ?? make();
    this.known.delete(key);
    this.known.set(key, found); // as the last one used
    found.catch(() => this.known.delete(key));
    for (const [oldest] of this.known) {
      if (this.known.size <= this.most) break;
      this.known.delete(oldest);
    }
    return found;
  }
}

export class Standing {
  /** @param {string} term @param {import("./search-files.js").Entry} entry @param {import("./search-read.js").Source} source
   * @param {Recent} recent @param {number[]} firsts of each block its first article */
  constructor(term, entry, source, recent, firsts) {
    this.term = term;
    this.entry = entry;
    this.source = source;
    this.recent = recent;
    this.firsts = firsts;
    this.isGrouped = entry.parts.length > 1;
  }

  /** Bytes of its places where they stand in the tail. */
  get weight() {
    const { parts } = this.entry;
    return parts.length ? parts[parts.length - 1].highs[1] - parts[0].lows[0] : 0;
  }

  /** Bytes of all of it that stands there. */
  get tail() {
    const { kind, parts } = this.entry;
    return this.weight + (kind === 2 ? parts[parts.length - 1].holders[1] - parts[0].holders[0] : 0);
  }

  /** Not to be changed. @param {How} how @param {number} at of the group; nothing where groups are not told apart
   * @returns {Promise<Places>} */
  places(how, at) {
    const group = this.isGrouped ? at : 0;
    if (group >= Math.max(this.entry.parts.length, 1)) return Promise.resolve(new Map()); // newer articles, none of them
    return this.recent.remembered(`${this.term} ${this.entry.kind ? how : ""} ${group}`, () => this.read(how, group));
  }

  /** Of all groups. @param {How} how @returns {Promise<Places>} */
  all(how) {
    if (!this.isGrouped) return this.places(how, 0);
    return this.recent.remembered(`${this.term} ${how}`, async () => {
      this.ahead(how, 0, this.entry.parts.length);
      const groups = await Promise.all(this.entry.parts.map((_, at) => this.places(how, at)));
      return new Map(groups.flatMap((places) => [...places]));
    });
  }

  /** Asks for what some groups that follow one another need, at once. @param {How} how @param {number} begin
   * @param {number} end */
  ahead(how, begin, end) {
    const { kind, parts } = this.entry;
    const [first, last] = [parts[begin], parts[Math.min(end, parts.length) - 1]];
    if (!this.isGrouped || !first || !last) return;
    /** @type {("holders" | "lows" | "highs")[]} */
    const needed = [];
    if (kind === 2) needed.push("holders");
    if (how !== "about") needed.push("lows");
    if (how === "exactly") needed.push("highs");
    for (const one of needed) this.source.take(first[one][0], last[one][1]).catch(() => {}); // awaited by who reads
  }

  /** @param {How} how @param {number} at @returns {Promise<Places>} */
  async read(how, at) {
    const { kind, holders, places, parts } = this.entry;
    if (!kind) return placesExactly(holders, places, this.firsts);
    const part = parts[at];
    const [held, lows, highs] = await Promise.all([
      kind === 2 ? this.source.take(...part.holders) : holders.subarray(...part.holders),
      how === "about" ? EMPTY : this.source.take(...part.lows),
      how === "exactly" ? this.source.take(...part.highs) : EMPTY,
    ]);
    if (how === "about") return placesAbout(held, places, this.firsts);
    if (how === "roughly") return placesRoughly(held, lows, this.firsts);
    const both = new Uint8Array(lows.length + highs.length);
    both.set(lows);
    both.set(highs, lows.length);
    return placesExactly(held, both, this.firsts);
  }
}
