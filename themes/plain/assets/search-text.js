// Text -> the form that search compares, its units, and what a person asks. The same rules as bulletin/render/search
// (fold.py, terms.py, question.py); tests/render/search/vectors.json holds the two together.

// 々 〇, kana without their marks, the ideographs of every plane.
const HAN =
  "\\u3005\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const UNIT = new RegExp(`[${HAN}]|(?:(?![${HAN}])[\\p{L}\\p{N}]){1,64}`, "gu");
const IS_HAN = new RegExp(`^[${HAN}]`, "u");
const UNSEEN = /[\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/u;
const LONGEST = 400; // characters of a question
const MOST = 32; // phrases of it, those that must not stand there, and filters of either kind
const PLAIN = 2; // what a pair costs that is none of the heavy ones, in kilobytes: about its part of a shard
const WHITE = " \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\u1680\\u2028\\u2029";
const FIELDS = {
  来源: "union", 单位: "union", 工会: "union", source: "union", union: "union",
  栏目: "section", section: "section",
  作者: "author", author: "author",
  标签: "tag", tag: "tag",
  期号: "issue", 期: "issue", issue: "issue",
  年份: "year", 年: "year", year: "year",
  类型: "kind", kind: "kind",
}; // prettier-ignore
const TIME = /^([0-9]{4}年)?(第[0-9]+期)?$/;
const MONTH = /^([0-9]{4})年0?([1-9]|1[0-2])月份?$/;

/**
 * @typedef {{unit: string, start: number, end: number}} Span  a unit, and where it stands in the original
 * @typedef {{units: string[], kind: string, value: string, written: string[]}} Phrase
 *   kind: "year", "month", "issue" or ""; written: the units with marked characters as they were typed
 * @typedef {{offset: number, term: string, isBeginning: boolean}} Part  of a phrase; isBeginning: any term that begins so
 * @typedef {{phrases: Phrase[], without: string[][], filters: string[][], barred: string[][]}} Question
 */

/** One script, width and case for all; the three strings are those of root.json: characters, what each of them folds
 * to, and those whose traditional spelling tells something that folding hides (里 beside 裡). */
export class Folding {
  /** @param {string} source @param {string} target @param {string} marks */
  constructor(source, target, marks = "") {
    this.marks = new Set(marks);
    const targets = [...target];
    /** @type {Map<string, string>} */
    this.classes = new Map([...source].map((one, at) => [one, targets[at]]));
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** @param {string} character one code point */
  character(character) {
    let folded = this.known.get(character);
    if (folded === undefined) {
      folded = Array.from(plain(character), (one) => this.classes.get(one) ?? one).join("");
      this.known.set(character, folded);
    }
    return folded;
  }

  /** @param {string} text */
  text(text) {
    return Array.from(text, (one) => this.character(one)).join("");
  }

  /** The same length as `text()`, with marked characters as they are. @param {string} text */
  written(text) {
    return Array.from(text, (one) => {
      const form = plain(one);
      return this.marks.has(form) ? form : this.character(one);
    }).join("");
  }

  /** @param {string} text @returns {string[]} */
  units(text) {
    return this.text(text).match(UNIT) ?? [];
  }

  /** @param {string} text @returns {Span[]} */
  spans(text) {
    let folded = "";
    /** @type {number[]} */
    const starts = [];
    /** @type {number[]} */
    const ends = [];
    let at = 0;
    for (const one of text) {
      const form = this.character(one);
      for (let unit = 0; unit < form.length; unit++) {
        starts.push(at);
        ends.push(at + one.length);
      }
      folded += form;
      at += one.length;
    }
    return Array.from(folded.matchAll(UNIT), (match) => ({
      unit: match[0],
      start: starts[match.index],
      end: ends[match.index + match[0].length - 1],
    }));
  }
}

/** @param {string} character one code point @returns {string} in one width and case */
function plain(character) {
  return UNSEEN.test(character) ? "" : character.normalize("NFKC").toLowerCase();
}

/** @param {string} unit */
export function isHan(unit) {
  return IS_HAN.test(unit);
}

/** @param {Question} question */
export function isEmpty({ phrases, without, filters, barred }) {
  return ![phrases, without, filters, barred].some((some) => some.length);
}

/** @param {string} text @param {Folding} folding @param {boolean} hasFields 来源: and the like begin a filter, else they
 * are words as any @returns {Question} */
export function ask(text, folding, hasFields = true) {
  const fields = new Map(Object.entries(FIELDS).map(([name, kind]) => [folding.text(name), kind]));
  const names = hasFields ? [...fields.keys()].join("|") : "(?!)";
  const part = `(-?)(?:(${names}):[${WHITE}]*)?(?:["“「『]([^"”」』]*)["”」』]?|([^${WHITE}]+))`;
  /** @type {Question} */
  const question = { phrases: [], without: [], filters: [], barred: [] };
  const read = [...text].slice(0, LONGEST).join("").normalize("NFC");
  const written = folding.written(read);
  for (const match of folding.text(read).matchAll(new RegExp(part, "gud"))) {
    const [, minus, name, quoted, plain] = match;
    const units = (quoted || plain || "").match(UNIT) ?? [];
    if (!units.length) continue;
    const kind = fields.get(name);
    if (kind) add(minus ? question.barred : question.filters, [kind, units.join("")]);
    else if (minus) add(question.without, units);
    else {
      const typed = written.slice(...(match.indices?.[quoted ? 3 : 4] ?? [0, 0])).match(UNIT) ?? [];
      add(question.phrases, { units, ...time(plain ?? ""), written: [...typed] });
    }
  }
  return question;
}

/** Each once. @template T @param {T[]} list @param {T} one */
function add(list, one) {
  const same = JSON.stringify(one);
  if (list.length < MOST && !list.some((other) => JSON.stringify(other) === same)) list.push(one);
}

/** Words that name a year, a month or an issue and nothing else. @param {string} words */
function time(words) {
  const month = MONTH.exec(words);
  if (month) return { kind: "month", value: `${month[1]}年${month[2]}月` };
  const match = words ? TIME.exec(words) : null;
  return match ? { kind: match[2] ? "issue" : "year", value: match[0] } : { kind: "", value: "" };
}

/** Each two neighbours; a word that is alone. @param {string[]} units @returns {string[][]} */
export function pairs(units) {
  return Array.from({ length: Math.max(units.length - 1, 1) }, (_, at) => units.slice(at, at + 2));
}

/** The fewest terms that cover a phrase, each with its distance from the beginning; of Han characters alone those that
 * weigh least. The same as covering.py. @param {string[]} units @param {Map<string, number>} heavy pairs with most
 * places, and kilobytes of these @returns {Part[]} */
export function cover(units, heavy) {
  if (units.length > 2 && units.every(isHan)) return lightest(pairs(units).map((pair) => pair.join("")), heavy);
  const parts = [];
  let at = 0;
  while (at < units.length) {
    if (at + 1 < units.length && isHan(units[at + 1])) {
      parts.push({ offset: at, term: units[at] + units[at + 1], isBeginning: false });
      at += 2;
    } else if (at + 1 < units.length || !isHan(units[at])) {
      parts.push({ offset: at, term: units[at], isBeginning: false }); // a word, or a Han unit before one
      at += 1;
    } else if (at > 0) {
      parts.push({ offset: at - 1, term: units[at - 1] + units[at], isBeginning: false }); // an odd end
      at += 1;
    } else {
      parts.push({ offset: at, term: units[at], isBeginning: true });
      at += 1;
    }
  }
  return parts;
}

/** Each pair follows the one before or shares a character with it. Of two ways that weigh the same the one in which the
 * last pair shares. @param {string[]} all @param {Map<string, number>} heavy @returns {Part[]} */
function lightest(all, heavy) {
  /** @type {({weight: number, chosen: number[]} | null)[]} of so many characters */
  const best = [{ weight: 0, chosen: [] }, null];
  all.forEach((pair, at) => {
    const [apart, shared] = [best[at], best[at + 1]];
    const before = !apart || (shared && shared.weight <= apart.weight) ? shared : apart;
    best.push(before && { weight: before.weight + PLAIN + (heavy.get(pair) ?? 0), chosen: [...before.chosen, at] });
  });
  return (best.at(-1)?.chosen ?? []).map((at) => ({ offset: at, term: all[at], isBeginning: false }));
}
