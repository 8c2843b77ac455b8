// What a reader asks for <-> the address of the search page: ?q=工会&union=tonglu&year=2026&sort=date&group=year&all=1. All of
// it is there, so that a search can be kept, sent and gone back to, and carried over to another edition.

/** Kinds of filters, in the order of the panel. */
export const KINDS = ["kind", "section", "union", "year", "issue", "tag", "author"];
const LONGEST = 400; // characters of a question; the engine reads no more

/**
 * @typedef {{text: string, chosen: Map<string, string[]>, byDate: boolean, byYear: boolean, isWhole: boolean}} Wish
 *   isWhole: all articles are looked at, whatever it costs; chosen: ids by kind; any one of a kind, and all kinds
 */

/** @param {string} search "?q=…" @returns {Wish} */
export function fromAddress(search) {
  const query = new URLSearchParams(search);
  /** @type {Map<string, string[]>} */
  const chosen = new Map();
  for (const kind of KINDS) {
    const ids = [...new Set(query.getAll(kind).filter(Boolean))];
    if (ids.length) chosen.set(kind, ids);
  }
  return {
    text: [...(query.get("q") ?? "")].slice(0, LONGEST).join("").trim(), // of whole characters
    chosen,
    byDate: query.get("sort") === "date",
    byYear: query.get("group") === "year",
    isWhole: query.get("all") === "1",
  };
}

/** "" where nothing is asked. @param {Wish} wish */
export function toAddress(wish) {
  const parts = wish.text ? [["q", wish.text]] : [];
  for (const kind of KINDS) for (const id of wish.chosen.get(kind) ?? []) parts.push([kind, id]);
  if (wish.byDate) parts.push(["sort", "date"]);
  if (wish.byYear) parts.push(["group", "year"]);
  if (wish.isWhole) parts.push(["all", "1"]);
  const search = parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return search && `?${search}`;
}

/** @param {Wish} wish */
export function isNothing(wish) {
  return !wish.text && !wish.chosen.size;
}

/** The wish with one filter more or less. @param {Wish} wish @param {string} kind @param {string} id @returns {Wish} */
export function toggled(wish, kind, id) {
  const before = wish.chosen.get(kind) ?? [];
  const ids = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
  const chosen = new Map(wish.chosen);
  if (ids.length) chosen.set(kind, ids);
  else chosen.delete(kind);
  return { ...wish, chosen };
}
