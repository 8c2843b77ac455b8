// The search page: a form that works as an address, filters, and results. Words and places come from the data attributes
// of search.html; what each part does is in the modules named below.
import { answer } from "./search-answer.js";
import { Around } from "./search-around.js";
import { Engine } from "./search-engine.js";
import { Facets, inOrder } from "./search-facets.js";
import { AT_ONCE, List, showLinks } from "./search-list.js";
import { fromAddress, isNothing, toAddress, toggled } from "./search-wish.js";

const PAUSE = 250; // milliseconds without a key before what was typed is looked for
const AWAITED = 600; // milliseconds that results wait for what stands above them, so that they do not move

/**
 * @typedef {import("./search-answer.js").Answer} Answer
 * @typedef {import("./search-wish.js").Wish} Wish
 */

/** @param {string} selector @returns {any} */
const one = (selector) => document.querySelector(selector);
/** @type {HTMLFormElement} */
const form = one("#search");
/** @type {HTMLInputElement} */
const input = one("#q");
/** @type {HTMLElement} */
const results = one("#results");
/** @type {HTMLElement} */
const status = one("#results-status");
/** @type {HTMLButtonElement} */
const more = one("#results-more");
/** @type {HTMLButtonElement | null} */
const whole = one("#results-whole");
/** @type {HTMLButtonElement | null} */
const retry = one("#results-retry");
/** @type {HTMLElement} */
const tools = one("#results-tools");
/** @type {HTMLDetailsElement} */
const filters = one("#filters");
/** @type {HTMLElement | null} */
const archives = one(".archives");
const edition = form.dataset.edition ?? document.documentElement.lang;
const words = results.dataset;
const title = document.title;
const engine = new Engine(form.dataset.searchRoot ?? "/search-index/");
const facets = new Facets(engine, edition, { news: words.news ?? "", notice: words.notice ?? "" });
const list = new List(one("#results-list"), more, engine, edition, words);
const places = {
  chips: one("#chips"),
  chosen: one("#filters-chosen"),
  spellings: one("#spellings"),
  names: one("#suggestions"),
  groups: one("#filters-groups"),
};
const around = new Around(places, facets, words, (kind, id) => go(toggled(wish, kind, id)));

let wish = fromAddress(location.search); // what is on show, or under way
let isTyping = false; // the entry of the history is that of a text being typed
let isComposing = false;
let isFailed = false; // not all that was asked for is there
let pause = 0;
let running = new AbortController();
let fillPanel = () => {}; // of the answer on show
let said = ""; // of it
let last = { text: "\n", isWhole: false, answer: /** @type {Promise<Answer> | null} */ (null) };

/** @param {string | undefined} text @param {number} number */
function fill(text, number) {
  return (text ?? "").replace("{number}", number.toLocaleString(edition));
}

/** The answer to the words alone: filters are chosen and taken back without looking again. All articles are looked at
 * where that is wished for, or where filters and years are to be counted. @returns {Promise<Answer>} */
function answered() {
  const isWhole = !whole || wish.isWhole || wish.byYear || wish.chosen.size > 0;
  if (last.text !== wish.text || !last.answer || (isWhole && !last.isWhole)) {
    const found = answer(engine, facets, wish.text, isWhole);
    last = { text: wish.text, isWhole, answer: found };
    found.catch(() => last.answer === found && (last.answer = null));
  }
  return /** @type {Promise<Answer>} */ (last.answer);
}

/** Shows what is wished for. @param {number} size results at first */
async function show(size = AT_ONCE) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const asked = wish;
  document.title = asked.text ? `${asked.text} ${title}` : title;
  carry(asked);
  press();
  isFailed = false;
  if (retry) retry.hidden = true;
  if (isNothing(asked)) return nothing();
  list.expect();
  const slow = setTimeout(() => (status.textContent = words.working ?? ""), 400);
  try {
    const [found, members] = await Promise.all([answered(), facets.chosen(asked.chosen)]);
    const ids = found.ids.filter((number) => [...members.values()].every((set) => set[number]));
    const { ordered, group } = await inOrder(facets, ids, asked);
    if (signal.aborted) return;
    clearTimeout(slow);
    list.clear();
    await say(found, ids.length, asked);
    if (signal.aborted) return;
    const { marks, phrases } = found;
    const shown = { ids: ordered, phrases, marks, group };
    more.onclick = () => void further(shown, signal);
    showLinks(places.spellings, "", []);
    fillPanel = () => {
      if (!filters.open || !found.ids.length) return;
      around.filters(found, members, asked, signal).catch(() => (isFailed ||= !signal.aborted));
    };
    await around.chips(asked);
    const links = around.links(found, asked, signal);
    await list.add(shown, size, signal, Promise.race([links, new Promise((done) => setTimeout(done, AWAITED))]));
    if (!signal.aborted) fillPanel(); // behind the results, which are what a slow line is for
  } catch {
    fail(signal);
  } finally {
    clearTimeout(slow);
  }
}

/** @param {import("./search-list.js").Shown} shown @param {AbortSignal} signal */
async function further(shown, signal) {
  const from = list.count;
  try {
    await list.add(shown, AT_ONCE, signal);
    if (signal.aborted) return;
    if (isFailed) status.textContent = said;
    isFailed = false;
  } catch {
    if (signal.aborted) return;
    isFailed = true;
    status.textContent = words.failed ?? "";
    more.textContent = words.retry ?? "";
    more.focus();
  }
  list.link(from)?.focus();
  history.replaceState({ ...history.state, shown: list.count }, "");
}

/** The form alone, and all lists. */
function nothing() {
  list.clear();
  list.rest();
  status.textContent = "";
  tools.hidden = filters.hidden = true;
  if (whole) whole.hidden = true;
  for (const place of [places.chips, places.names, places.spellings]) place.hidden = true;
  if (archives) archives.hidden = false;
}

/** How many, and of what kind this answer is. @param {Answer} found @param {number} left by the filters
 * @param {Wish} asked */
async function say(found, left, asked) {
  const { count } = await engine.root();
  const isBarred = found.ids.length > 0 && !left;
  const word = isBarred ? words.barred : found.since ? words.newest : asked.text ? words[found.how] : words.all;
  said = fill(word, isBarred ? found.ids.length : left).replace("{text}", () => found.spelling);
  said = said.replace("{among}", (count - found.since).toLocaleString(edition));
  status.textContent = said;
  if (whole) whole.hidden = !found.since;
  if (archives) archives.hidden = Boolean(found.ids.length);
  tools.hidden = left < 2;
  filters.hidden = found.ids.length < (asked.chosen.size ? 1 : 2);
}

/** @param {AbortSignal} signal */
function fail(signal) {
  if (signal.aborted) return; // another question has been asked since
  isFailed = true;
  status.textContent = words.failed ?? "";
  list.rest();
  if (retry) retry.hidden = false;
  if (archives && !list.count) archives.hidden = false;
}

/** The same once more, where something was missing. */
function again() {
  if (isFailed) void show(Math.max(AT_ONCE, list.count));
}

/** The same search in the other editions. @param {Wish} asked */
function carry(asked) {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    if (link instanceof HTMLAnchorElement && link.origin === location.origin) link.search = toAddress(asked);
  }
}

/** The switches of order say what is on. */
function press() {
  const isOn = { rank: !wish.byDate, date: wish.byDate, year: wish.byYear };
  for (const [name, state] of Object.entries(isOn)) {
    const button = one(`#results-tools [data-order="${name}"]`);
    button.setAttribute("aria-pressed", String(state));
    button.hidden = !wish.text && name !== "year"; // without words there is no best, so the newest stands first
  }
}

/** An entry of the history of its own. @param {Wish} next */
function go(next) {
  clearTimeout(pause);
  isTyping = false;
  wish = next;
  if (input.value.trim() !== next.text) input.value = next.text;
  history.pushState(null, "", toAddress(next) || location.pathname);
  void show();
}

/** Looks for what the field holds. The first key after a search begins an entry of the history, further keys change it,
 * so that "back" leads to the search before. @param {boolean} isFinished */
function look(isFinished) {
  clearTimeout(pause);
  const text = input.value.trim();
  if (text !== wish.text) {
    wish = { ...wish, text, isWhole: false };
    const address = toAddress(wish) || location.pathname;
    if (isTyping) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    isTyping = true;
    void show();
  } else if (isFinished) again();
  if (isFinished) isTyping = false;
}

function later() {
  clearTimeout(pause);
  pause = window.setTimeout(() => look(false), PAUSE);
}

function begin() {
  clearTimeout(pause);
  isTyping = false;
  wish = fromAddress(location.search);
  input.value = wish.text;
  if (archives) archives.hidden = !isNothing(wish);
  const { shown, top } = history.state ?? {};
  let isMoved = false;
  const events = ["wheel", "touchstart", "keydown", "pointerdown"];
  for (const name of events) window.addEventListener(name, () => (isMoved = true), { once: true, passive: true });
  void show(Math.max(AT_ONCE, Number(shown) || 0)).then(() => {
    if (top && !isMoved) window.scrollTo(0, Number(top)); // where the reader was when he left
  });
}

// While an input method composes, what stands in the field is not yet what is meant. Enter then chooses a word and
// never sends the form; Safari tells of that Enter after the composition, with the key code 229.
input.addEventListener("compositionstart", () => {
  isComposing = true;
  clearTimeout(pause);
});
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
tools.addEventListener("click", (event) => {
  const order = event.target instanceof HTMLElement ? event.target.dataset.order : "";
  if (order === "year") go({ ...wish, byYear: !wish.byYear });
  else if (order) go({ ...wish, byDate: order === "date" });
});
results.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link?.closest("#results-list")) history.replaceState({ ...history.state, shown: list.count, top: window.scrollY }, "");
  if (!link?.closest("#chips, #suggestions, #spellings")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(fromAddress(link.search));
});
whole?.addEventListener("click", () => {
  go({ ...wish, isWhole: true });
  status.focus(); // for the button goes
});
retry?.addEventListener("click", () => {
  again();
  status.focus(); // for the button goes
});
window.addEventListener("online", again);
filters.addEventListener("toggle", () => fillPanel());
window.addEventListener("popstate", begin);
/** @type {{saveData?: boolean} | undefined} */
const line = "connection" in navigator ? /** @type {any} */ (navigator).connection : undefined;
filters.open = window.matchMedia("(min-width: 60rem)").matches && !line?.saveData;
begin();
