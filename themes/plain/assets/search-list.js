// Numbers of articles -> results on the page: ten at a time, each read from the texts of the index or the article's own
// page, under the years they belong to where the reader wants it so.
import { ranges, snippet, titled } from "./search-result.js";
import { found } from "./search-store.js";
import { toAddress } from "./search-wish.js";

export const AT_ONCE = 10;

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {{number: number, element: HTMLElement}} Result
 * @typedef {{label: string, total: number}} Group  a heading, and how many results there are below it in all
 * @typedef {{ids: number[], phrases: string[][], marks: string, group: ((number: number) => Group) | null}} Shown
 */

export class List {
  /** @param {HTMLElement} place @param {HTMLButtonElement} more @param {Engine} engine @param {string} edition
   * @param {DOMStringMap} words */
  constructor(place, more, engine, edition, words) {
    this.place = place;
    this.more = more;
    this.engine = engine;
    this.edition = edition;
    this.words = words;
    this.count = 0; // results on show
    this.label = "";
    /** @type {HTMLElement | null} */
    this.items = null; // the list that takes the next result
  }

  /** Results are under way. */
  expect() {
    this.place.setAttribute("aria-busy", "true");
  }

  /** No more of them come. */
  rest() {
    this.place.removeAttribute("aria-busy");
  }

  clear() {
    this.place.replaceChildren();
    this.more.hidden = true;
    this.count = 0;
    this.items = null;
  }

  /** The next results, each as soon as it and those before it are there; what is missing can be asked for again.
   * @param {Shown} shown @param {number} size @param {AbortSignal} signal @param {Promise<any>} [before] on what they
   * wait to be shown */
  async add(shown, size, signal, before) {
    this.more.hidden = true;
    this.expect();
    try {
      await this.append(shown, size, signal, before);
    } finally {
      if (!signal.aborted) {
        this.rest();
        const left = shown.ids.length - this.count;
        this.more.hidden = left <= 0 || !this.count;
        this.more.textContent = (this.words.more ?? "").replace("{number}", String(Math.min(left, AT_ONCE)));
      }
    }
  }

  /** @param {Shown} shown @param {number} size @param {AbortSignal} signal @param {Promise<any>} [before] */
  async append(shown, size, signal, before) {
    const next = shown.ids.slice(this.count, this.count + size);
    const level = shown.group ? "h3" : "h2";
    const results = next.map((number) => this.result(number, level, shown, signal));
    for (const result of results) result.catch(() => {}); // what comes after an aborted one is awaited by nobody
    await before;
    if (signal.aborted) return;
    for (const [at, result] of results.entries()) {
      const element = await result;
      if (signal.aborted) return;
      this.listFor(shown.group?.(next[at]) ?? null).append(element);
      this.count += 1;
    }
  }

  /** @param {Group | null} group @returns {HTMLElement} */
  listFor(group) {
    if (this.items && (!group || group.label === this.label)) return this.items;
    this.items = made("ol", "cards");
    if (!group) {
      this.place.append(this.items);
      return this.items;
    }
    const heading = made("h2", "head", group.label);
    heading.append(" ", made("span", "count", group.total.toLocaleString(this.edition)));
    const section = made("section", "of-year");
    section.append(heading, this.items);
    this.place.append(section);
    this.label = group.label;
    return this.items;
  }

  /** The first link of a result, for the keyboard. @param {number} at */
  link(at) {
    return this.place.querySelectorAll("li")[at]?.querySelector("a");
  }

  /** @param {number} number @param {string} level @param {Shown} shown @param {AbortSignal} signal */
  async result(number, level, { phrases, marks }, signal) {
    const { url, about } = await found(this.engine, number, this.edition, phrases, signal);
    const folding = await this.engine.folding();
    const item = document.createElement("li");
    const box = made("article", "card full");
    const heading = made(level, "title");
    const link = document.createElement("a");
    link.href = url + fragment(marks);
    if (about && about.titleLanguage !== document.documentElement.lang) link.lang = about.titleLanguage;
    const name = about?.title || decodeURIComponent(url);
    link.append(titled(name, ranges(name, phrases, folding)));
    heading.append(link);
    box.append(heading);
    item.append(box);
    if (!about) return item;
    if (about.blocks.length) {
      const text = made("p", "summary");
      text.lang = about.language;
      text.append(snippet(about, phrases, folding));
      box.append(text);
    }
    box.append(this.about(about));
    return item;
  }

  /** @param {import("./search-result.js").Card} about */
  about(about) {
    const marks = made("p", "marks");
    if (about.sources.length) marks.append(made("span", "source", about.sources.join(this.words.comma)));
    if (about.section) marks.append(made("span", "", about.section));
    if (about.time) {
      const time = document.createElement("time");
      time.dateTime = about.moment;
      time.textContent = about.time;
      marks.append(time);
    }
    return marks;
  }
}

/** Where search-marks.js reads what to mark on the page of a result. It is behind the "#", so that the page has one
 * address and is kept once. @param {string} marks */
export function fragment(marks) {
  return marks ? `#q=${encodeURIComponent(marks)}` : "";
}

/** @param {string} name @param {string} kind @param {string} text */
export function made(name, kind = "", text = "") {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  if (text) element.textContent = text;
  return element;
}

/** Links to searches that the reader may mean. @param {HTMLElement} place @param {string} before
 * @param {{wish: import("./search-wish.js").Wish, kind: string, name: string, count?: string}[]} links */
export function showLinks(place, before, links) {
  place.hidden = !links.length;
  const shown = links.map(({ wish, kind, name, count }) => {
    const link = document.createElement("a");
    link.href = toAddress(wish);
    if (kind) link.append(made("span", "kind", kind));
    link.append(name);
    if (count) link.append(" ", made("span", "count", count));
    return link;
  });
  replace(place, [made("span", "before", before), ...shown]);
}

/** A link that had the focus hands it on, so that the keyboard is not thrown back to the top. @param {HTMLElement} place
 * @param {HTMLElement[]} children */
export function replace(place, children) {
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(...children);
  if (hadFocus) (place.querySelector("a") ?? document.getElementById("results-status"))?.focus();
}
