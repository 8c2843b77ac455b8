// The search page: a form that works as an address, filters, and results. Words and places come from the data attributes
// of search.html; what each part does is in the modules named below.
import { answer } from "./search-answer.js";
import { Engine } from "./search-engine.js";
import { counter, Facets, inOrder } from "./search-facets.js";
import { AT_ONCE, List, showLinks } from "./search-list.js";
import { ask } from "./search-text.js";
import { fromAddress, isNothing, KINDS, toAddress, toggled } from "./search-wish.js";

const PAUSE = 250; // milliseconds without a key before what was typed is looked for
const SUGGESTED = 4; // names like what was typed

/**
 * @typedef {import("./search-answer.js").Answer} Answer
 * @typedef {import("./search-facets.js").Facet} Facet
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
/** @type {Promise<import("./search-panel.js").Panel> | undefined} */
let panel; // once filters are open

let wish = fromAddress(location.search); // what is on show, or under way
let isTyping = false; // the entry of the history is that of a text being typed
let isComposing = false;
let pause = 0;
let running = new AbortController();
let fillPanel = () => {}; // of the answer on show
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
    const own = { text: wish.text, isWhole, answer: /** @type {Promise<Answer> | null} */ (found) };
    last = own;
    found.catch(() => (own.answer = null));
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
  if (isNothing(asked)) return nothing();
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
    more.onclick = async () => {
      const from = list.count;
      await list.add(shown, AT_ONCE, signal).catch(() => fail(signal));
      list.link(from)?.focus();
      history.replaceState({ ...history.state, shown: list.count }, "");
    };
    showLinks(one("#spellings"), "", []);
    fillPanel = () => void around(found, members, asked, signal).catch(() => fail(signal));
    await chips(asked);
    await list.add(shown, size, signal);
    if (!signal.aborted) fillPanel(); // behind the results, which are what a slow line is for
  } catch {
    fail(signal);
  } finally {
    clearTimeout(slow);
  }
}

/** The form alone, and all lists. */
function nothing() {
  list.clear();
  status.textContent = "";
  tools.hidden = filters.hidden = true;
  if (whole) whole.hidden = true;
  one("#chips").hidden = one("#suggestions").hidden = one("#spellings").hidden = true;
  if (archives) archives.hidden = false;
}

/** How many, and of what kind this answer is. @param {Answer} found @param {number} left by the filters
 * @param {Wish} asked */
async function say(found, left, asked) {
  const { count } = await engine.root();
  const isBarred = found.ids.length > 0 && !left;
  const word = isBarred ? words.barred : found.since ? words.newest : asked.text ? words[found.how] : words.all;
  const said = fill(word, isBarred ? found.ids.length : left).replace("{text}", () => found.spelling);
  status.textContent = said.replace("{among}", (count - found.since).toLocaleString(edition));
  if (whole) whole.hidden = !found.since;
  if (archives) archives.hidden = Boolean(found.ids.length);
  tools.hidden = left < 2;
  filters.hidden = found.ids.length < 2 && !asked.chosen.size;
}

/** @param {Wish} asked */
async function chips(asked) {
  const kinds = [...asked.chosen.keys()];
  const place = one("#chips");
  if (!kinds.length && !place.childElementCount) return; // as nearly always
  const known = new Map(await Promise.all(kinds.map(async (kind) => /** @type {const} */ ([kind, await facets.of(kind)]))));
  const { showChips } = await import("./search-panel.js");
  showChips(place, asked, known, words);
  const sum = [...asked.chosen.values()].flat().length;
  one("#filters-chosen").textContent = sum ? String(sum) : "";
}

function withPanel() {
  const choose = (/** @type {string} */ kind, /** @type {string} */ id) => go(toggled(wish, kind, id));
  panel ??= import("./search-panel.js").then(({ Panel }) => new Panel(one("#filters-groups"), words, edition, choose));
  return panel;
}

/** Filters with counts, names and spellings the reader may mean. @param {Answer} found
 * @param {Map<string, Uint8Array>} members @param {Wish} asked @param {AbortSignal} signal */
async function around(found, members, asked, signal) {
  const others = (await found.spellings).filter((text) => text !== found.spelling);
  if (signal.aborted) return;
  const spellings = others.map((text) => ({ wish: { ...asked, text }, kind: "", name: text }));
  showLinks(one("#spellings"), words.spellings ?? "", spellings);
  if (filters.open && found.ids.length) {
    const loaded = new Map(await Promise.all(KINDS.map(async (kind) => /** @type {const} */ ([kind, await facets.of(kind)]))));
    const { count } = await engine.root();
    // A kind's own choices do not count against its other ones: they are alternatives.
    const counts = new Map(KINDS.map((kind) => {
      const sets = [...members].filter(([one]) => one !== kind).map(([, set]) => set);
      return [kind, counter(found.ids.filter((id) => sets.every((set) => set[id])), count)];
    }));
    if (signal.aborted) return;
    (await withPanel()).show(asked, loaded, (facet) => counts.get(facet.kind)?.(facet) ?? 0, found.since > 0);
  }
  await suggest(asked, signal);
}

/** @param {Wish} asked @param {AbortSignal} signal */
async function suggest(asked, signal) {
  const question = ask(asked.text, await engine.folding());
  const typed = question.phrases.map((phrase) => phrase.units.join(""));
  const isFree = typed.length > 0 && !asked.chosen.size; // who has chosen already needs no names
  const likely = isFree ? await facets.like(typed, ["section", "union", "author", "tag"], SUGGESTED) : [];
  if (signal.aborted) return;
  showLinks(one("#suggestions"), words.suggestions ?? "", likely.map((facet) => ({
    wish: { ...asked, text: "", chosen: new Map([[facet.kind, [facet.id]]]) },
    kind: `${words[facet.kind]}${words.colon}`,
    name: facet.label,
    count: facet.total.toLocaleString(edition),
  })));
}

/** @param {AbortSignal} signal */
function fail(signal) {
  if (signal.aborted) return; // another question has been asked since
  status.textContent = words.failed ?? "";
  one("#results-list").removeAttribute("aria-busy");
  if (archives) archives.hidden = false;
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
  }
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
  void show(Math.max(AT_ONCE, Number(history.state?.shown) || 0));
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
  if (!link?.closest("#chips, #suggestions, #spellings")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(fromAddress(link.search));
});
whole?.addEventListener("click", () => {
  go({ ...wish, isWhole: true });
  status.focus(); // for the button goes
});
filters.addEventListener("toggle", () => {
  if (filters.open) fillPanel();
});
window.addEventListener("popstate", begin);
/** @type {{saveData?: boolean} | undefined} */
const line = "connection" in navigator ? /** @type {any} */ (navigator).connection : undefined;
filters.open = window.matchMedia("(min-width: 60rem)").matches && !line?.saveData;
begin();
