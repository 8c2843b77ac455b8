// Title and text of an article, in the reader's own edition -> what a result shows of them, with what was asked for marked.

/**
 * @typedef {import("./search-text.js").Folding} Folding
 * @typedef {{start: number, end: number}} Range  in UTF-16 units
 * @typedef {{title: string, time: string, moment: string, sources: string[], section: string, language: string,
 *            titleLanguage: string, blocks: string[]}} Card
 */

const BEFORE = 20; // characters in front of the first place found
const LENGTH = 100;
const ENDING = "，。、；：！？…）》」』”’】 "; // no excerpt begins with these, as no line does
const WIDE = "\\u2e80-\\u303f\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef“”‘’—…\\u{20000}-\\u{3ffff}";
const DIVIDES = new RegExp(`(?<=[${WIDE}])[ \\t\\u00a0\\u3000]+(?=[${WIDE}])|\\u3000+`, "u");

/** Where any of the phrases stands in a text: in order, none over another. @param {string} text
 * @param {string[][]} phrases units of each @param {Folding} folding @returns {Range[]} */
export function ranges(text, phrases, folding) {
  const spans = folding.spans(text);
  const found = phrases.flatMap((units) =>
    spans.flatMap((span, at) =>
      stands(units, spans, at) ? [{ start: span.start, end: spans[at + units.length - 1].end }] : [],
    ),
  );
  /** @type {Range[]} */
  const apart = [];
  for (const range of found.sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else apart.push(range);
  }
  return apart;
}

/** @param {string[]} units @param {import("./search-text.js").Span[]} spans @param {number} at where they begin */
function stands(units, spans, at) {
  return units.every((unit, next) => spans[at + next]?.unit === unit);
}

/** The one or two blocks that hold most of the phrases, or else the first block. @param {string[]} blocks
 * @param {string[][]} phrases @param {Folding} folding @returns {string[]} */
export function best(blocks, phrases, folding) {
  const held = blocks.map((block) => {
    const spans = folding.spans(block);
    return phrases.filter((units) => spans.some((_, at) => stands(units, spans, at)));
  });
  const most = (/** @type {string[][][]} */ counts) => Math.max(0, ...counts.map((one) => one.length));
  const first = held.findIndex((one) => one.length && one.length === most(held));
  if (first < 0) return blocks.slice(0, 1);
  const rest = held.map((one, at) => (at === first ? [] : one.filter((units) => !held[first].includes(units))));
  const second = rest.findIndex((one) => one.length && one.length === most(rest));
  const chosen = second < 0 ? [first] : [first, second].sort((a, b) => a - b);
  return chosen.map((at) => blocks[at]);
}

/** A part of a text around the first range in it, with those ranges marked. @param {string} text
 * @param {Range[]} found @param {number} length characters; 0 = the whole text */
export function marked(text, found, length = 0) {
  const [start, end] = length ? cut(text, found[0]?.start ?? 0, length) : [0, text.length];
  const out = document.createDocumentFragment();
  if (start > 0) out.append("…");
  let at = start;
  for (const range of found) {
    const from = Math.max(range.start, at);
    const to = Math.min(range.end, end);
    if (from >= to) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    out.append(text.slice(at, from), mark);
    at = to;
  }
  out.append(text.slice(at, end));
  if (end < text.length) out.append("…");
  return out;
}

/** A title, written as the templates write it: lines break between its parts first, where its author put a space between
 * Chinese characters or marks. The same rule as title_parts of filters.py. @param {string} text @param {Range[]} found */
export function titled(text, found) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const part of text.split(DIVIDES)) {
    const isLast = at + part.length >= text.length;
    const inside = found.map(({ start, end }) => ({ start: Math.max(start - at, 0), end: Math.min(end - at, part.length) }));
    const box = document.createElement("span");
    box.className = "part";
    box.append(marked(part, inside));
    out.append(box);
    at += part.length;
    if (isLast) break;
    const gap = /^\s*/.exec(text.slice(at))?.[0] ?? "";
    out.append(gap, document.createElement("wbr"));
    at += gap.length;
  }
  return out;
}

/** @param {string} text @param {number} place @param {number} length @returns {[number, number]} */
function cut(text, place, length) {
  let start = place > BEFORE + 8 ? place - BEFORE : 0;
  let end = start + length + 8 < text.length ? start + length : text.length;
  if (isInside(text, start)) start += 1;
  if (isInside(text, end)) end -= 1;
  while (start && start < place && ENDING.includes(text[start])) start += 1;
  return [start, end];
}

/** Whether a cut here would halve a character. @param {string} text @param {number} at */
function isInside(text, at) {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Parts of an article that hold what was asked for, marked. @param {Card} card @param {string[][]} phrases
 * @param {Folding} folding */
export function snippet(card, phrases, folding) {
  const chosen = best(card.blocks, phrases, folding);
  const out = document.createDocumentFragment();
  for (const block of chosen) {
    if (out.childNodes.length) out.append(" ");
    out.append(marked(block, ranges(block, phrases, folding), Math.round(LENGTH / chosen.length)));
  }
  return out;
}
