// What stands around the results: a chip for each choice, names and spellings that the reader may mean, and the filters with
// how many each would leave.
import { counter } from "./search-facets.js";
import { made, showLinks } from "./search-list.js";
import { ask } from "./search-text.js";
import { KINDS } from "./search-wish.js";

const SUGGESTED = 4; // names like what was typed

/**
 * @typedef {import("./search-answer.js").Answer} Answer
 * @typedef {import("./search-facets.js").Facets} Facets
 * @typedef {import("./search-wish.js").Wish} Wish
 * @typedef {{chips: HTMLElement, chosen: HTMLElement, spellings: HTMLElement, names: HTMLElement, groups: HTMLElement}} Places
 */

export class Around {
  /** @param {Places} places @param {Facets} facets @param {DOMStringMap} words
   * @param {(kind: string, id: string) => void} choose */
  constructor(places, facets, words, choose) {
    this.places = places;
    this.facets = facets;
    this.words = words;
    this.choose = choose;
    /** @type {Promise<import("./search-panel.js").Panel> | undefined} */
    this.panel = undefined; // once filters are open
  }

  /** @param {Wish} asked */
  async chips(asked) {
    const kinds = [...asked.chosen.keys()];
    const place = this.places.chips;
    if (!kinds.length && !place.childElementCount) return; // as nearly always
    const { showChips } = await import("./search-panel.js");
    showChips(place, asked, await this.known(kinds), this.words);
    const sum = [...asked.chosen.values()].flat().length;
    this.places.chosen.textContent = sum ? String(sum) : "";
  }

  /** @param {string[]} kinds */
  async known(kinds) {
    return new Map(await Promise.all(kinds.map(async (kind) => /** @type {const} */ ([kind, await this.facets.of(kind)]))));
  }

  /** Spellings and names that the reader may mean. What can't be had is left out. @param {Answer} found
   * @param {Wish} asked @param {AbortSignal} signal */
  async links(found, asked, signal) {
    const both = [this.spellings(found, asked, signal), this.names(asked, signal)];
    await Promise.all(both.map((one) => one.catch(() => {})));
  }

  /** @param {Answer} found @param {Wish} asked @param {AbortSignal} signal */
  async spellings(found, asked, signal) {
    const others = (await found.spellings).filter((text) => text !== found.spelling);
    if (signal.aborted) return;
    const links = others.map((text) => ({ wish: { ...asked, text }, kind: "", name: text }));
    showLinks(this.places.spellings, this.words.spellings ?? "", links);
  }

  /** @param {Wish} asked @param {AbortSignal} signal */
  async names(asked, signal) {
    const { engine, edition } = this.facets;
    const question = ask(asked.text, await engine.folding());
    const typed = question.phrases.map((phrase) => phrase.units.join(""));
    const isFree = typed.length > 0 && !asked.chosen.size; // who has chosen already needs no names
    const likely = isFree ? await this.facets.like(typed, ["section", "union", "author", "tag"], SUGGESTED) : [];
    if (signal.aborted) return;
    showLinks(this.places.names, this.words.suggestions ?? "", likely.map((facet) => ({
      wish: { ...asked, text: "", chosen: new Map([[facet.kind, [facet.id]]]) },
      kind: this.words[facet.kind] ?? "",
      name: facet.label,
      count: facet.total.toLocaleString(edition),
    })));
  }

  /** @param {Answer} found @param {Map<string, Uint8Array>} members @param {Wish} asked @param {AbortSignal} signal */
  async filters(found, members, asked, signal) {
    try {
      const loaded = await this.known(KINDS);
      const { count } = await this.facets.engine.root();
      // A kind's own choices do not count against its other ones: they are alternatives.
      const counts = new Map(KINDS.map((kind) => {
        const sets = [...members].filter(([one]) => one !== kind).map(([, set]) => set);
        return [kind, counter(found.ids.filter((id) => sets.every((set) => set[id])), count)];
      }));
      const panel = await this.withPanel();
      if (!signal.aborted) panel.show(asked, loaded, (facet) => counts.get(facet.kind)?.(facet) ?? 0, found.since > 0);
    } catch (error) {
      if (!this.panel && !signal.aborted) this.places.groups.replaceChildren(made("p", "none", this.words.failed));
      throw error;
    }
  }

  withPanel() {
    const { groups } = this.places;
    this.panel ??= import("./search-panel.js").then(({ Panel }) => {
      groups.replaceChildren();
      return new Panel(groups, this.words, this.facets.edition, this.choose);
    });
    this.panel.catch(() => (this.panel = undefined)); // and is asked for again
    return this.panel;
  }
}
