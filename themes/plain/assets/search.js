// The search page: a form that works as an address, and its results. Everything asked is in the URL (?q=…), so that a
// search can be kept, sent and gone back to. Words and places come from the data attributes of search.html.
import { Engine } from "./search-engine.js";
import { card, marked, ranges, snippet } from "./search-result.js";
import { apart, ask, isEmpty, pairs } from "./search-text.js";

const AT_ONCE = 10; // results
const PAUSE = 250; // milliseconds without a key before what was typed is looked for

/**
 * @typedef {import("./search-text.js").Question} Question
 * @typedef {{ids: number[], how: "found" | "apart" | "near" | "none", phrases: string[][]}} Answer
 */

/** @param {string} selector @returns {any} */
const one = (selector) => document.querySelector(selector);
/** @type {HTMLFormElement} */
const form = one("#search");
/** @type {HTMLInputElement} */
const input = form.elements.namedItem("q");
/** @type {HTMLElement} */
const results = one("#results");
const status = one("#results-status");
/** @type {HTMLElement} */
const list = one("#results-list");
/** @type {HTMLButtonElement} */
const more = one("#results-more");
/** @type {HTMLElement | null} */
const archives = one(".archives");
const edition = form.dataset.edition ?? document.documentElement.lang;
const words = results.dataset;
const title = document.title;
const engine = new Engine(form.dataset.searchRoot ?? "/search-index/");

let asked = ""; // what the results on show, or under way, belong to
let isTyping = false; // the entry of the history is that of a text being typed
let isComposing = false;
let pause = 0;
let running = new AbortController();

/** @param {string | undefined} text @param {number} number */
function fill(text, number) {
  return (text ?? "").replace("{number}", number.toLocaleString(edition));
}

/** The best answer there is: the question itself, else its words apart, else articles that are near.
 * @param {Question} question @returns {Promise<Answer>} */
async function answer(question) {
  const phrases = question.phrases.map((phrase) => phrase.units);
  const found = await engine.search(question);
  if (found.length || !phrases.length) return { ids: found, how: found.length ? "found" : "none", phrases };
  const loose = apart(question, await engine.folding(), edition);
  const some = loose ? await engine.search(loose) : [];
  if (loose && some.length) return { ids: some, how: "apart", phrases: loose.phrases.map((phrase) => phrase.units) };
  const near = await engine.near(question);
  return { ids: near, how: near.length ? "near" : "none", phrases: phrases.flatMap(pairs) };
}

/** @param {string} text */
async function show(text) {
  asked = text;
  running.abort();
  running = new AbortController();
  const { signal } = running;
  document.title = text ? `${text} ${title}` : title;
  carry(text);
  if (!text) {
    clear();
    if (archives) archives.hidden = false;
    return;
  }
  const slow = setTimeout(() => (status.textContent = words.working ?? ""), 400);
  try {
    const folding = await engine.folding();
    const question = ask(text, folding);
    const found = isEmpty(question) ? null : await answer(question);
    if (signal.aborted) return;
    clear();
    if (archives) archives.hidden = Boolean(found?.ids.length);
    status.textContent = found ? fill(words[found.how], found.ids.length) : words.none ?? "";
    clearTimeout(slow);
    if (found) await page(found, 0, signal);
  } catch {
    fail(signal);
  } finally {
    clearTimeout(slow);
  }
}

/** @param {AbortSignal} signal */
function fail(signal) {
  if (signal.aborted) return; // another question has been asked since
  status.textContent = words.failed ?? "";
  list.removeAttribute("aria-busy");
  if (archives) archives.hidden = false;
}

function clear() {
  status.textContent = "";
  list.replaceChildren();
  more.hidden = true;
}

/** Ten more results, each as soon as it and those before it are there. @param {Answer} found @param {number} begin
 * @param {AbortSignal} signal */
async function page(found, begin, signal) {
  const { phrases } = found;
  more.hidden = true;
  list.setAttribute("aria-busy", "true");
  const items = found.ids.slice(begin, begin + AT_ONCE).map((number) => result(number, phrases, signal));
  for (const item of items) item.catch(() => {}); // what comes after an aborted one is awaited by nobody
  for (const item of items) {
    const element = await item;
    if (signal.aborted) return;
    list.append(element);
  }
  list.removeAttribute("aria-busy");
  const left = found.ids.length - list.children.length;
  more.hidden = left <= 0;
  more.textContent = fill(words.more, Math.min(left, AT_ONCE));
  more.onclick = async () => {
    const from = list.children.length;
    await page(found, from, signal).catch(() => fail(signal));
    list.children[from]?.querySelector("a")?.focus();
  };
}

/** @param {number} number @param {string[][]} phrases @param {AbortSignal} signal */
async function result(number, phrases, signal) {
  const url = await engine.url(number, edition);
  const about = await card(url, signal).catch((error) => {
    if (signal.aborted) throw error;
    return null; // a page that can't be had is still a link
  });
  const folding = await engine.folding();
  const item = document.createElement("li");
  const box = element("article", "card full");
  const heading = element("h2", "title");
  const link = document.createElement("a");
  link.href = url;
  const name = about?.title || decodeURIComponent(url);
  link.append(marked(name, ranges(name, phrases, folding)));
  heading.append(link);
  box.append(heading);
  item.append(box);
  if (!about) return item;
  if (about.blocks.length) {
    const text = element("p", "summary");
    text.lang = about.language;
    text.append(snippet(about, phrases, folding));
    box.append(text);
  }
  const marks = element("p", "marks");
  if (about.sources.length) marks.append(element("span", "source", about.sources.join(words.comma)));
  if (about.section) marks.append(element("span", "", about.section));
  if (about.time) {
    const time = document.createElement("time");
    time.dateTime = about.moment;
    time.textContent = about.time;
    marks.append(time);
  }
  box.append(marks);
  return item;
}

/** @param {string} name @param {string} kind @param {string} text */
function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

/** The same search in the other editions. @param {string} text */
function carry(text) {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) continue;
    link.search = text ? `?q=${encodeURIComponent(text)}` : "";
  }
}

/** @param {string} text */
function address(text) {
  return text ? `?q=${encodeURIComponent(text)}` : location.pathname;
}

/** Looks for what the field holds. The first key after a search begins an entry of the history, further keys change it,
 * so that "back" leads to the search before. @param {boolean} isFinished */
function look(isFinished) {
  clearTimeout(pause);
  const text = input.value.trim();
  if (text !== asked) {
    if (isTyping) history.replaceState(null, "", address(text));
    else history.pushState(null, "", address(text));
    isTyping = true;
    void show(text);
  }
  if (isFinished) isTyping = false;
}

function later() {
  clearTimeout(pause);
  pause = window.setTimeout(() => look(false), PAUSE);
}

function fromAddress() {
  isTyping = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  void show(input.value.trim());
}

// While an input method composes, what stands in the field is not yet what is meant. Enter then chooses a word and
// never sends the form; Safari tells of that Enter after the composition, with the key code 229.
input.addEventListener("compositionstart", () => (isComposing = true));
input.addEventListener("compositionend", () => {
  isComposing = false;
  later();
});
input.addEventListener("input", (event) => {
  if (!isComposing && !(event instanceof InputEvent && event.isComposing)) later();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || isComposing || event.keyCode === 229)) event.preventDefault();
});
input.addEventListener("focus", () => void engine.folding().catch(() => {})); // so that it is there when needed
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!isComposing) look(true);
});
window.addEventListener("popstate", fromAddress);
fromAddress();
