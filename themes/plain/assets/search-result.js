// The page of an article, in the reader's own edition -> what a result shows of it. Nothing of that page is ever put
// into this one but text, so that it can do no harm.

/**
 * @typedef {import("./search-text.js").Folding} Folding
 * @typedef {{start: number, end: number}} Range  in UTF-16 units
 * @typedef {{title: string, time: string, moment: string, sources: string[], section: string, language: string,
 *            titleLanguage: string, blocks: string[]}} Card
 */

const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER " +
    "HR LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL").split(" "),
);
const UNREAD = "script, style, template, noscript, nav, form, rt, rp, [hidden], .related";
const BEFORE = 20; // characters in front of the first place found
const LENGTH = 100;

/** @param {string} url @param {AbortSignal} signal @returns {Promise<Card>} */
export async function card(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return cardOf(new DOMParser().parseFromString(await response.text(), "text/html"));
}

/** @param {Document} page @returns {Card} */
export function cardOf(page) {
  const about = linkedData(page);
  const main = page.querySelector("main article") ?? page.querySelector("main") ?? page.body;
  const time = main.querySelector("time[datetime]");
  const titleLanguage = main.querySelector("h1 [lang], h1[lang]")?.getAttribute("lang");
  const title = clean(main.querySelector("h1")?.textContent ?? "") || String(about.headline ?? page.title);
  main.querySelectorAll(UNREAD).forEach((one) => one.remove());
  main.querySelector("h1")?.remove();
  const prose = main.querySelector(".prose");
  const text = prose ? blocks(prose) : [];
  prose?.remove();
  const organisations = [about.sourceOrganization ?? []].flat();
  return {
    title,
    time: clean(time?.textContent ?? ""),
    moment: time?.getAttribute("datetime") ?? "",
    sources: organisations.map((one) => String(one.name ?? "")).filter(Boolean),
    section: String(about.articleSection ?? ""),
    language: page.documentElement.lang,
    titleLanguage: titleLanguage || page.documentElement.lang,
    blocks: [...text, ...blocks(main)],
  };
}

/** What the page says of its article to machines. @param {Document} page @returns {Record<string, any>} */
function linkedData(page) {
  try {
    const data = JSON.parse(page.querySelector('script[type="application/ld+json"]')?.textContent ?? "{}");
    return [data["@graph"] ?? data].flat().find((one) => one["@type"] === "NewsArticle") ?? {};
  } catch {
    return {}; // a theme that leaves it out, or writes its own
  }
}

/** Texts of the blocks below an element, in order. @param {Element} root */
function blocks(root) {
  /** @type {string[]} */
  const found = [""];
  /** @param {Node} node */
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) found[found.length - 1] += child.textContent;
      else if (child.nodeType === 1) {
        const isBlock = BLOCKS.has(child.nodeName);
        if (isBlock) found.push("");
        walk(child);
        if (isBlock) found.push("");
      }
    }
  };
  walk(root);
  return found.map(clean).filter(Boolean);
}

/** @param {string} text */
function clean(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** Where any of the phrases stands in a text: in order, none over another. @param {string} text
 * @param {string[][]} phrases units of each @param {Folding} folding @returns {Range[]} */
export function ranges(text, phrases, folding) {
  const spans = folding.spans(text);
  const found = phrases.flatMap((units) =>
    spans.flatMap((span, at) =>
      units.every((unit, next) => spans[at + next]?.unit === unit)
        ? [{ start: span.start, end: spans[at + units.length - 1].end }]
        : [],
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

/** The one or two blocks that hold most of the phrases, or else the first block. @param {string[]} blocks
 * @param {string[][]} phrases @param {Folding} folding @returns {string[]} */
export function best(blocks, phrases, folding) {
  const held = blocks.map((block) => phrases.filter((units) => ranges(block, [units], folding).length));
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

/** @param {string} text @param {number} place @param {number} length @returns {[number, number]} */
function cut(text, place, length) {
  let start = place > BEFORE + 8 ? place - BEFORE : 0;
  let end = start + length + 8 < text.length ? start + length : text.length;
  if (isInside(text, start)) start += 1;
  if (isInside(text, end)) end -= 1;
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
