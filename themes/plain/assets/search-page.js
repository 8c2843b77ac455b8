// The page of an article, in the reader's own edition -> what a result needs of it, where it can't be had from texts/.
// Nothing of that page is ever put into this one but text, so that it can do no harm.

/** @typedef {import("./search-result.js").Card} Card */

const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER " +
    "HR LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL").split(" "),
);
const UNREAD = "script, style, template, noscript, nav, form, rt, rp, [hidden], .related";

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
