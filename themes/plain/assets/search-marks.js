// On the page of a result: marks what was asked for, in whichever script it was typed, and offers to go from one place to
// the next and to take the marks away. plain.js brings this module where the address ends in #q=…; that end is taken off
// the address at once and kept with the entry of the history, so that the page is kept and sent under its own address.
import { Engine } from "./search-engine.js";
import { made } from "./search-list.js";
import { ranges } from "./search-result.js";
import { ask } from "./search-text.js";

const BLOCK = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, td, th, caption, figcaption, blockquote, pre, div, section, header, footer";
const UNREAD = "script, style, template, noscript, nav, form, rt, rp, [hidden]";
const MOST = 500; // places marked

const form = /** @type {HTMLElement | null} */ (document.querySelector(".nameplate .find"));
const article = /** @type {HTMLElement | null} */ (document.querySelector("main article"));
const words = form?.dataset ?? {};

/** What was asked for. */
function asked() {
  const match = /^#q=(.+)/.exec(location.hash);
  if (!match) return String(history.state?.marks ?? "");
  let text = "";
  try {
    text = decodeURIComponent(match[1]);
  } catch {
    // an address that somebody has cut: nothing is marked
  }
  history.replaceState({ ...history.state, marks: text }, "", location.pathname + location.search);
  return text;
}

/** Texts of a block, in order. @param {Element} root @returns {Text[][]} */
function passages(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Map<Element, Text[]>} */
  const found = new Map();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent || parent.closest(UNREAD)) continue;
    const block = parent.closest(BLOCK) ?? root;
    const already = found.get(block);
    if (already) already.push(node);
    else found.set(block, [node]);
  }
  return [...found.values()];
}

/** @param {Text[]} nodes @param {number} start @param {number} end in the text of all of them */
function rangeOf(nodes, start, end) {
  const range = document.createRange();
  let at = 0;
  let isBegun = false;
  for (const node of nodes) {
    const next = at + node.length;
    if (!isBegun && start < next) {
      range.setStart(node, start - at);
      isBegun = true;
    }
    if (end <= next) {
      range.setEnd(node, end - at);
      break;
    }
    at = next;
  }
  return range;
}

/** With the CSS Custom Highlight API, which leaves the page as it is; else with <mark>. @param {Range[]} found
 * @returns {{current: (at: number) => void, clear: () => void}} */
function paint(found) {
  if ("highlights" in CSS && typeof Highlight === "function") {
    CSS.highlights.set("search", new Highlight(...found));
    return {
      current: (at) => {
        const one = new Highlight(found[at]);
        one.priority = 1;
        CSS.highlights.set("search-current", one);
      },
      clear: () => ["search", "search-current"].forEach((name) => CSS.highlights.delete(name)),
    };
  }
  const marks = found.map(wrap); // a Range follows the changes that others make
  return {
    current: (at) => marks.forEach((parts, one) => parts.forEach((mark) => mark.classList.toggle("current", one === at))),
    clear: () =>
      marks.flat().forEach((mark) => {
        const parent = mark.parentNode;
        mark.replaceWith(...mark.childNodes);
        parent?.normalize();
      }),
  };
}

/** One <mark> in each text of the range. @param {Range} range */
function wrap(range) {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = /** @type {Node | null} */ (walker.currentNode); node; node = walker.nextNode()) {
    if (node instanceof Text && range.intersectsNode(node) && !node.parentElement?.closest(UNREAD)) nodes.push(node);
  }
  return nodes.map((node) => {
    const end = node === endContainer ? endOffset : node.length;
    const start = node === startContainer ? startOffset : 0;
    const part = document.createRange();
    part.setStart(node, start);
    part.setEnd(node, end);
    const mark = made("mark", "asked");
    part.surroundContents(mark);
    return mark;
  });
}

/** @param {Range[]} found @param {string} text */
function show(found, text) {
  const painted = paint(found);
  const bar = made("div", "marks-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.marks ?? "");
  const status = made("p");
  status.setAttribute("role", "status");
  const said = text.replaceAll('"', "");
  const fill = (/** @type {string | undefined} */ word, number = 0) =>
    (word ?? "").replace("{number}", String(number)).replace("{total}", String(found.length)).replace("{text}", () => said);
  let at = -1;
  const go = (/** @type {number} */ step) => {
    at = (at + step + found.length) % found.length;
    painted.current(at);
    status.textContent = fill(words.place, at + 1);
    const { top } = found[at].getBoundingClientRect();
    window.scrollBy({ top: top - window.innerHeight / 3 });
  };
  const button = (/** @type {string} */ kind, /** @type {string | undefined} */ word, /** @type {() => void} */ act) => {
    const one = /** @type {HTMLButtonElement} */ (made("button", kind, word));
    one.type = "button";
    one.addEventListener("click", act);
    return one;
  };
  const clear = () => {
    painted.clear();
    bar.remove();
    history.replaceState({ ...history.state, marks: "" }, "");
    document.getElementById("main")?.focus({ preventScroll: true });
  };
  const previous = button("previous", words.previous, () => go(at < 0 ? 0 : -1));
  const next = button("next", words.next, () => go(1));
  previous.hidden = found.length < 2;
  bar.append(status, previous, next, button("clear", words.clear, clear));
  document.getElementById("main")?.prepend(bar);
  status.textContent = fill(words.places);
}

async function mark() {
  const text = asked();
  if (!text || !article) return;
  const engine = new Engine(form?.dataset.searchRoot ?? "/search-index/");
  const folding = await engine.folding();
  const phrases = ask(text, folding).phrases.map((phrase) => phrase.units);
  const found = passages(article).flatMap((nodes) =>
    ranges(nodes.map((node) => node.data).join(""), phrases, folding).map((range) => ({ ...range, nodes })),
  );
  const first = found.slice(0, MOST).map(({ nodes, start, end }) => rangeOf(nodes, start, end));
  if (first.length) show(first, text);
}

mark().catch(() => {}); // the article can be read without marks
