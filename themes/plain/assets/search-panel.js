// What can be chosen, with counts -> the panel of filters, and above the results a chip for each choice.
import { made, replace } from "./search-list.js";
import { KINDS, toAddress, toggled } from "./search-wish.js";

const DEEPEST = 3; // steps inwards
const FEW = 6; // choices of a kind before the rest is asked for

/**
 * @typedef {import("./search-facets.js").Facet} Facet
 * @typedef {import("./search-wish.js").Wish} Wish
 * @typedef {{set: HTMLFieldSetElement, list: HTMLElement, more: HTMLButtonElement, rows: Map<string, HTMLElement>,
 *            isOpen: boolean}} Group
 */

export class Panel {
  /** @param {HTMLElement} place @param {DOMStringMap} words @param {string} language
   * @param {(kind: string, id: string) => void} choose */
  constructor(place, words, language, choose) {
    this.place = place;
    this.words = words;
    this.language = language;
    this.choose = choose;
    this.isPartial = false;
    /** @type {Map<string, Group>} */
    this.groups = new Map();
  }

  /** @param {Wish} wish @param {Map<string, Facet[]>} facets @param {(facet: Facet) => number} countOf
   * @param {boolean} isPartial whether older articles were not counted */
  show(wish, facets, countOf, isPartial) {
    this.isPartial = isPartial;
    for (const kind of KINDS) this.showGroup(kind, wish.chosen.get(kind) ?? [], facets.get(kind) ?? [], countOf);
  }

  /** Rows are made once and then only changed, so that the one in focus stays where it is. @param {string} kind
   * @param {string[]} chosen @param {Facet[]} facets @param {(facet: Facet) => number} countOf */
  showGroup(kind, chosen, facets, countOf) {
    const counted = facets.map((facet) => ({ facet, count: countOf(facet), isChosen: chosen.includes(facet.id) }));
    const offered = this.isPartial ? counted : counted.filter(({ count, isChosen }) => count || isChosen);
    const group = this.groups.get(kind) ?? this.group(kind);
    const isTree = offered.some(({ facet }) => facet.depth);
    const likeliest = isTree ? [...offered].sort((a, b) => b.count - a.count) : offered; // those above stand before
    const first = new Set(likeliest.slice(0, FEW));
    const shown = group.isOpen ? offered : offered.filter((one) => first.has(one) || one.isChosen);
    for (const row of group.rows.values()) row.hidden = true;
    /** @type {HTMLElement | null} */
    let before = null;
    for (const { facet, count, isChosen } of shown) {
      const row = group.rows.get(facet.id) ?? this.row(group, facet);
      row.hidden = false;
      /** @type {Element | null} */
      const next = before ? before.nextElementSibling : group.list.firstElementChild;
      if (next !== row) group.list.insertBefore(row, next);
      const box = /** @type {HTMLInputElement} */ (row.querySelector("input"));
      box.checked = isChosen;
      const number = /** @type {HTMLElement} */ (row.querySelector(".count"));
      const shownCount = count.toLocaleString(this.language);
      number.textContent = !this.isPartial ? shownCount : count ? `${shownCount}+` : "";
      before = row;
    }
    group.set.hidden = !offered.length || (offered.length === 1 && !chosen.length && kind === "kind");
    group.more.hidden = offered.length <= FEW || offered.length === shown.length;
    group.more.textContent = (this.words.rest ?? "").replace("{number}", String(offered.length - shown.length));
    group.more.onclick = () => {
      group.isOpen = true;
      const before = new Set(shown.map(({ facet }) => facet.id));
      this.showGroup(kind, chosen, facets, countOf);
      const next = offered.find(({ facet }) => !before.has(facet.id));
      if (next) group.rows.get(next.facet.id)?.querySelector("input")?.focus();
    };
  }

  /** @param {string} kind @returns {Group} */
  group(kind) {
    const set = document.createElement("fieldset");
    set.dataset.kind = kind;
    const list = made("ul", "choices");
    const more = document.createElement("button");
    more.type = "button";
    more.className = "rest";
    set.append(made("legend", "", this.words[kind]), list, more);
    const place = [...this.groups.keys()].filter((one) => KINDS.indexOf(one) < KINDS.indexOf(kind)).length;
    this.place.insertBefore(set, this.place.children[place] ?? null);
    const group = { set, list, more, rows: new Map(), isOpen: false };
    this.groups.set(kind, group);
    return group;
  }

  /** @param {Group} group @param {Facet} facet */
  row(group, facet) {
    const row = made("li", facet.depth ? `below-${Math.min(facet.depth, DEEPEST)}` : "");
    const label = made("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = facet.id;
    box.addEventListener("change", () => this.choose(facet.kind, facet.id));
    label.append(box, made("span", "name", facet.label), made("span", "count"));
    row.append(label);
    group.rows.set(facet.id, row);
    return row;
  }
}

/** A link for each choice, by which it is taken back; one for all where there are several. @param {HTMLElement} place
 * @param {Wish} wish @param {Map<string, Facet[]>} facets @param {DOMStringMap} words */
export function showChips(place, wish, facets, words) {
  const chips = [...wish.chosen].flatMap(([kind, ids]) =>
    ids.map((id) => {
      const name = facets.get(kind)?.find((facet) => facet.id === id)?.label ?? id;
      return chip(toggled(wish, kind, id), `${words[kind]}${words.colon}`, name, words.remove);
    }),
  );
  if (chips.length > 1) chips.push(chip({ ...wish, chosen: new Map() }, "", words.removeall ?? "", ""));
  place.hidden = !chips.length;
  replace(place, chips);
}

/** @param {Wish} wish after the click @param {string} kind @param {string} name @param {string} [action] */
function chip(wish, kind, name, action) {
  const item = made("li");
  const link = document.createElement("a");
  link.href = toAddress(wish) || location.pathname;
  link.className = action ? "chip" : "chip all";
  if (kind) link.append(made("span", "kind", kind));
  link.append(name);
  if (action) link.setAttribute("aria-label", `${action}${kind}${name}`);
  item.append(link);
  return item;
}
