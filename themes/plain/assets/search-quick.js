// The search field of every page, once it is used: suggestions below it, after the pattern "editable combobox with list
// autocomplete" of the ARIA Authoring Practices. The focus stays in the field. plain.js brings this module and its index
// with the first focus; without it the field is a form that leads to the search page.
import { Engine } from "./search-engine.js";
import { Facets } from "./search-facets.js";
import { fragment, made } from "./search-list.js";
import { marked, ranges } from "./search-result.js";
import { found } from "./search-store.js";
import { ask } from "./search-text.js";

const PAUSE = 120; // milliseconds without a key
const NAMES = 3;
const TITLES = 5;
const FOLDERS = /** @type {Record<string, string>} */ ({ section: "sections", union: "unions", author: "authors", tag: "tags" });

/**
 * @typedef {{href: string, text: Node, aside: string}} Option
 * @typedef {{heading: string, options: Option[]}} Group
 */

class Quick {
  /** @param {HTMLFormElement} form @param {HTMLInputElement} input */
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.words = form.dataset;
    this.edition = document.documentElement.lang;
    this.engine = new Engine(form.dataset.searchRoot ?? "/search-index/");
    this.facets = new Facets(this.engine, this.edition);
    this.list = made("div", "quick");
    this.list.id = "quick";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.suggestions ?? "");
    this.list.hidden = true;
    this.status = made("p", "unseen");
    this.status.setAttribute("role", "status");
    form.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": "quick", "aria-autocomplete": "list",
      "aria-haspopup": "listbox", autocapitalize: "off", spellcheck: "false",
    })) input.setAttribute(name, value); // prettier-ignore
    this.isComposing = false;
    this.pause = 0;
    this.running = new AbortController();
  }

  listen() {
    const { form, input, list } = this;
    input.addEventListener("compositionstart", () => {
      this.isComposing = true;
      this.cancel();
    });
    input.addEventListener("compositionend", () => {
      this.isComposing = false;
      this.later();
    });
    input.addEventListener("input", (event) => {
      if (!this.isComposing && !(event instanceof InputEvent && event.isComposing)) this.later();
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("click", () => this.options().length && this.open());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", () => this.close());
    form.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) this.close();
    });
    form.addEventListener("submit", (event) => {
      if (this.isComposing) event.preventDefault();
    });
    if (input.value.trim() && document.activeElement === input) this.later();
  }

  options() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.list.querySelectorAll("[role=option]")]);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(null);
  }

  /** @param {HTMLElement | null | undefined} option */
  choose(option) {
    for (const one of this.options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  /** While an input method composes, every key is its own; Safari tells of its Enter afterwards, with the code 229.
   * @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || this.isComposing || event.keyCode === 229) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    const options = this.options();
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      if (event.key === "ArrowUp" && event.altKey) return this.close();
      const wasOpen = !this.list.hidden;
      this.open();
      if (event.altKey) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Behind the last and before the first one is the field itself.
      const next = wasOpen ? at + step : step > 0 ? 0 : options.length - 1;
      this.choose(options[next === -2 ? options.length - 1 : next]);
    } else if (event.key === "Enter") {
      this.cancel();
      if (this.list.hidden || at < 0) return; // the form is sent
      event.preventDefault();
      options[at].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.cancel(); // or what is still on its way opens the list again
      if (!this.list.hidden) this.close();
      else this.input.value = "";
    } else if (event.key === "Home" || event.key === "End") this.choose(null); // and the caret moves, as ever
    else if (event.key === "Tab") this.close();
  }

  /** No suggestions come any more. */
  cancel() {
    clearTimeout(this.pause);
    this.running.abort();
  }

  later() {
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => {
      this.running.abort();
      this.running = new AbortController();
      const { signal } = this.running;
      this.suggest(signal).catch(() => signal.aborted || this.close());
    }, PAUSE);
  }

  /** @param {AbortSignal} signal */
  async suggest(signal) {
    const text = this.input.value.trim();
    if (!text) return this.show([], "");
    const folding = await this.engine.folding();
    const question = ask(text, folding);
    const typed = question.phrases.map((phrase) => phrase.units);
    const words = typed.map((units) => units.join(""));
    const [likely, { numbers: ids, since }] = await Promise.all([
      words.length ? this.facets.like(words, Object.keys(FOLDERS), NAMES) : [],
      this.engine.newest(question),
    ]);
    if (signal.aborted) return;
    const { editions } = await this.engine.root();
    const names = likely.map((facet) => ({
      href: `${editions[this.edition]}${FOLDERS[facet.kind]}/${encodeURIComponent(facet.id)}/`,
      text: marked(facet.label, ranges(facet.label, typed, folding)),
      aside: this.words[facet.kind] ?? "",
    }));
    const every = { href: `${this.form.action}?q=${encodeURIComponent(text)}`, text: this.everyText(ids.length, since), aside: "" };
    const ending = ids.length ? [{ heading: "", options: [every] }] : [];
    const said = names.length || ids.length ? fill(this.words.found, ids.length, since) : this.words.none ?? "";
    if (names.length) this.show([{ heading: this.words.names ?? "", options: names }, ...ending], said);
    const titles = await Promise.all(ids.slice(0, TITLES).map((number) => this.title(number, text, typed, signal)));
    if (signal.aborted) return;
    const known = titles.filter((one) => one !== null);
    const groups = [{ heading: this.words.names ?? "", options: names }, { heading: this.words.titles ?? "", options: known }];
    this.show([...groups, ...ending].filter(({ options }) => options.length), said);
  }

  /** @param {number} number of results @param {number} since */
  everyText(number, since) {
    return document.createTextNode(fill(this.words.every, number, since));
  }

  /** @param {number} number @param {string} text @param {string[][]} typed @param {AbortSignal} signal
   * @returns {Promise<Option | null>} */
  async title(number, text, typed, signal) {
    const folding = await this.engine.folding();
    // What can't be had is left out: the page of results has it.
    const { url, about } = await found(this.engine, number, this.edition, [], signal).catch(() => ({ url: "", about: null }));
    return about && {
      href: url + fragment(text),
      text: marked(about.title, ranges(about.title, typed, folding)),
      aside: about.moment.slice(0, 10),
    };
  }

  /** @param {Group[]} groups @param {string} said */
  show(groups, said) {
    const before = this.options().find((one) => one.getAttribute("aria-selected") === "true")?.href;
    this.list.replaceChildren(...groups.map((group, at) => section(group, at)));
    this.status.textContent = said;
    if (!this.options().length || document.activeElement !== this.input) return this.close();
    this.open();
    this.choose(before ? this.options().find((one) => one.href === before) : null);
  }
}

/** @param {Group} group @param {number} number */
function section({ heading, options }, number) {
  const box = made("div", "group");
  if (heading) {
    box.setAttribute("role", "group");
    const name = made("p", "name", heading);
    name.id = `quick-${number}`;
    name.setAttribute("role", "presentation");
    box.setAttribute("aria-labelledby", name.id);
    box.append(name);
  } else box.setAttribute("role", "presentation");
  options.forEach(({ href, text, aside }, at) => {
    const option = document.createElement("a");
    option.id = `quick-${number}-${at}`;
    option.href = href;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const words = made("span", "text");
    words.append(text.cloneNode(true)); // a suggestion may be shown again
    option.append(words);
    if (aside) option.append(" ", made("span", "aside", aside));
    box.append(option);
  });
  return box;
}

/** @param {string | undefined} text @param {number} number @param {number} since if any, there may be more */
function fill(text, number, since) {
  return (text ?? "").replace("{number}", number.toLocaleString(document.documentElement.lang) + (since ? "+" : ""));
}

const form = document.querySelector(".nameplate .find");
const input = form?.querySelector("input[name=q]");
if (form instanceof HTMLFormElement && input instanceof HTMLInputElement) new Quick(form, input).listen();
