// Stands in every page of the preview, and in none that is published. Hears from the server that the site was built
// again, fetches its own page anew and changes what reads otherwise, so that the reader stays where they are; shows what
// is wrong. What a script of the page has touched is never changed: then the page is loaded again, at the same place.

(function () {
  "use strict";

  /**
   * @typedef {{severity: string, code: string, place: string, text: string, fix: string}} Note
   * @typedef {{build: string, language: string, words: Record<string, string>, notes: Note[], errors: number,
   *            warnings: number, infos: number, stale: boolean, kept: boolean}} State
   */

  var PLACE = "bulletin.live.place";
  var CLOSED = "bulletin.live.closed";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var build = script.dataset.build || "";
  var digest = script.dataset.digest || "";
  /** @type {Document | null} the page as it was sent */
  var source = null;
  /** @type {EventSource | null} */
  var stream = null;
  var isBusy = false;
  var isBehind = false;

  /** @param {string} name @param {string | null} value */
  function keep(name, value) {
    try {
      if (value === null) window.sessionStorage.removeItem(name);
      else window.sessionStorage.setItem(name, value);
    } catch (error) {
      // storage is switched off: the place is not kept
    }
  }

  /** @param {string} name */
  function recall(name) {
    try {
      return window.sessionStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  // --- the same place after loading again ---------------------------------------------------------------------------

  function reload() {
    keep(PLACE, JSON.stringify([window.location.href, window.scrollX, window.scrollY]));
    window.location.reload();
  }

  function restore() {
    var kept = recall(PLACE);
    if (!kept) return;
    keep(PLACE, null);
    var place = JSON.parse(kept);
    if (place[0] !== window.location.href) return;
    var back = function () {
      window.scrollTo({ left: place[1], top: place[2], behavior: "instant" });
    };
    back();
    if (document.readyState !== "complete") window.addEventListener("load", back, { once: true }); // photos have sizes now
  }

  // --- the page anew ------------------------------------------------------------------------------------------------

  /** @returns {Promise<Document | null>} */
  function fetched() {
    return window
      .fetch(window.location.href, { cache: "no-store", headers: { Accept: "text/html" } })
      .then(function (answer) {
        if (answer.redirected) return follow(answer.url);
        return /html/.test(answer.headers.get("Content-Type") || "") ? answer.text() : null;
      })
      .then(function (text) {
        return text === null ? null : new DOMParser().parseFromString(text, "text/html");
      });
  }

  /** The item whose page this was has another address now. @param {string} url @returns {Promise<null>} */
  function follow(url) {
    keep(PLACE, JSON.stringify([url, window.scrollX, window.scrollY]));
    window.location.replace(url);
    return new Promise(function () {}); // nothing more is to be done with this page
  }

  /** Takes our own script out. @param {Document} page */
  function digestOf(page) {
    var own = page.querySelector('script[src="/_live.js"]');
    if (!(own instanceof HTMLElement)) return "";
    own.remove();
    return own.dataset.digest || "";
  }

  function update() {
    if (isBusy) {
      isBehind = true;
      return;
    }
    isBusy = true;
    fetched()
      .then(function (page) {
        var fresh = page ? digestOf(page) : "";
        if (!page || !fresh) return reload();
        if (fresh !== digest) {
          if (!source || !patched(source, page)) return reload();
          digest = fresh;
        }
        source = page;
      })
      .catch(function () {
        // the server is away for a moment: the stream tells when it is back
      })
      .then(function () {
        isBusy = false;
        if (!isBehind) return;
        isBehind = false;
        update();
      });
  }

  /**
   * Changes in the page what differs between what was sent first and what is sent now. False: nothing was changed.
   * @param {Document} was @param {Document} now
   */
  function patched(was, now) {
    /** @type {(() => void)[]} */
    var steps = [];
    if (!compared(document.documentElement, was.documentElement, now.documentElement, steps)) return false;
    steps.forEach(function (step) {
      step();
    });
    return true;
  }

  /** @param {Node} live @param {Node} was @param {Node} now @param {(() => void)[]} steps @returns {boolean} */
  function compared(live, was, now, steps) {
    if (was.isEqualNode(now)) return true;
    if (live.nodeName !== was.nodeName || was.nodeName !== now.nodeName || !haveSameAttributes(was, now)) return false;
    var old = Array.from(was.childNodes);
    var fresh = Array.from(now.childNodes);
    var shown = counterparts(Array.from(live.childNodes), old);
    if (!shown) return false;
    var begin = 0;
    while (begin < old.length && begin < fresh.length && old[begin].isEqualNode(fresh[begin])) begin += 1;
    var end = 0;
    var most = Math.min(old.length, fresh.length) - begin;
    while (end < most && old[old.length - 1 - end].isEqualNode(fresh[fresh.length - 1 - end])) end += 1;
    old = old.slice(begin, old.length - end);
    fresh = fresh.slice(begin, fresh.length - end);
    var after = shown[begin + old.length] || null;
    shown = shown.slice(begin, begin + old.length);
    if (old.length === fresh.length) {
      /** @type {(() => void)[]} */
      var inner = [];
      var isInside = old.every(function (one, number) {
        var place = /** @type {Node[]} */ (shown)[number];
        return compared(place, one, fresh[number], inner) || exchanged(live, [place], [one], [fresh[number]], null, inner);
      });
      if (isInside) {
        steps.push.apply(steps, inner);
        return true;
      }
    }
    return exchanged(live, shown, old, fresh, after, steps);
  }

  /**
   * @param {Node} parent @param {Node[]} shown @param {Node[]} was @param {Node[]} now @param {Node | null} after
   * @param {(() => void)[]} steps
   */
  function exchanged(parent, shown, was, now, after, steps) {
    var isUntouched = shown.every(function (node, number) {
      return node.isEqualNode(was[number]) && !isActive(node);
    });
    if (!isUntouched || now.some(isActive)) return false;
    var next = shown.length ? null : after || endOf(parent);
    steps.push(function () {
      var fresh = now.map(function (node) {
        return document.importNode(node, true);
      });
      fresh.forEach(function (node) {
        parent.insertBefore(node, shown[0] || next);
      });
      shown.forEach(function (node) {
        parent.removeChild(node);
      });
    });
    return true;
  }

  /** Before our own script, which stands at the end of what was sent. @param {Node} parent */
  function endOf(parent) {
    return script.parentNode === parent ? script : null;
  }

  /** Scripts, and styles: without them the page would have another height for a moment. @param {Node} node */
  function isActive(node) {
    if (!(node instanceof Element)) return false;
    var query = 'script:not([type="application/ld+json"]), style, link[rel~="stylesheet"], iframe';
    return node.matches(query) || node.querySelector(query) !== null;
  }

  /** @param {Node} one @param {Node} other */
  function haveSameAttributes(one, other) {
    return one.cloneNode(false).isEqualNode(other.cloneNode(false));
  }

  /**
   * Of each node that was sent the one in the page; scripts may have added others. Null: not all are there.
   * @param {Node[]} live @param {Node[]} was
   */
  function counterparts(live, was) {
    var place = 0;
    var found = was.map(function (node) {
      while (place < live.length && !isLike(live[place], node)) place += 1;
      place += 1;
      return live[place - 1];
    });
    return found.indexOf(/** @type {any} */ (undefined)) < 0 ? found : null;
  }

  /** @param {Node} live @param {Node} was */
  function isLike(live, was) {
    if (live.nodeName !== was.nodeName) return false;
    return !(live instanceof Element) || !(was instanceof Element) || live.id === was.id;
  }

  // --- what is wrong ------------------------------------------------------------------------------------------------

  var STYLE =
    ":host{all:initial}" +
    "*{box-sizing:border-box;font:16px/1.6 system-ui,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif}" +
    ".badge{position:fixed;right:16px;bottom:16px;z-index:2147483646;min-height:44px;padding:8px 16px;cursor:pointer;" +
    "color:#fff;background:#a3200f;border:2px solid #fff;border-radius:22px;font-weight:bold}" +
    ".badge.mild{color:#1d1d1b;background:#fbe9a8;border-color:#1d1d1b}" +
    "dialog{color:#1d1d1b;background:#fff;border:0;border-top:8px solid #a3200f;border-radius:6px;padding:20px 24px;" +
    "width:min(60rem,calc(100vw - 32px));max-height:calc(100vh - 64px);overflow:auto;overflow-wrap:anywhere}" +
    "dialog::backdrop{background:rgba(0,0,0,.45)}" +
    "h2{margin:0 0 4px;font-size:20px;font-weight:bold}p{margin:4px 0 12px;color:#595955}" +
    "ul{list-style:none;margin:0;padding:0}li{border-top:1px solid #c9c9c2;padding:10px 0}" +
    ".place{display:block;font-family:ui-monospace,Consolas,'Noto Sans Mono CJK SC',monospace;font-size:14px;color:#595955}" +
    ".text{display:block}.fix{display:block;color:#0b5d1e;font-weight:bold}" +
    ".kind{display:inline-block;margin-right:8px;padding:0 8px;border-radius:4px;font-size:14px;color:#fff;background:#a3200f}" +
    ".warning .kind{color:#1d1d1b;background:#fbe9a8}.info .kind{color:#1d1d1b;background:#e4e4de}" +
    ".close{float:right;min-height:44px;min-width:44px;padding:4px 16px;cursor:pointer;color:#1d1d1b;background:#fff;" +
    "border:1px solid #595955;border-radius:6px}" +
    "a{display:inline-block;padding:10px 0;color:#1f4f9e}summary{padding:10px 0;cursor:pointer}details{border-top:1px solid #c9c9c2}" +
    "@media (prefers-color-scheme:dark){dialog{color:#ecebe6;background:#22221f;border-color:#ff8f80}" +
    "p,.place{color:#bdbcb4}.fix{color:#8fd6a0}a{color:#9cc3ff}li,details{border-color:#4a4a45}" +
    ".close{color:#ecebe6;background:#22221f;border-color:#bdbcb4}.info .kind{color:#ecebe6;background:#45453f}}" +
    "button:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid #1f5fbf;outline-offset:2px}" +
    "@media print{.badge,dialog{display:none}}";

  /** @type {HTMLElement | null} */
  var host = null;

  /** @param {string} name @param {string} [kind] @param {string} [text] */
  function made(name, kind, text) {
    var one = document.createElement(name);
    if (kind) one.className = kind;
    if (text) one.textContent = text;
    return one;
  }

  /** @param {State} state */
  function show(state) {
    if (host) host.remove();
    host = null;
    if (!state.notes.length) return;
    host = made("bulletin-live");
    host.lang = state.language;
    var root = host.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    var count = state.errors || state.warnings || state.infos;
    var word = state.errors ? "errors" : state.warnings ? "warnings" : "infos";
    var label = (state.words[word] || "{count}").replace("{count}", String(count));
    var badge = made("button", state.errors ? "badge" : "badge mild", label);
    var dialog = /** @type {HTMLDialogElement} */ (made("dialog"));
    dialog.setAttribute("aria-labelledby", "title");
    fill(dialog, state, label, word);
    var known = JSON.stringify(state.notes);
    dialog.addEventListener("close", function () {
      keep(CLOSED, known);
      badge.focus();
    });
    badge.addEventListener("click", function () {
      dialog.showModal();
    });
    root.append(badge, dialog);
    document.documentElement.append(host);
    if (state.errors && recall(CLOSED) !== known) dialog.showModal();
  }

  /** @param {HTMLDialogElement} dialog @param {State} state @param {string} label @param {string} word */
  function fill(dialog, state, label, word) {
    var close = made("button", "close", state.words.close);
    close.addEventListener("click", function () {
      dialog.close();
    });
    var title = made("h2", "", label);
    title.id = "title";
    var list = made("ul");
    var light = made("ul"); // what is only good to know, folded below what is wrong
    state.notes.forEach(function (note) {
      var one = made("li", note.severity);
      var text = made("span", "text");
      text.append(made("span", "kind", state.words[note.severity] + " " + note.code), note.text);
      if (note.place) one.append(made("code", "place", note.place));
      one.append(text);
      if (note.fix) one.append(made("span", "fix", "→ " + note.fix));
      (note.severity === "info" && word !== "infos" ? light : list).append(one);
    });
    dialog.append(close, title, made("p", "", state.words[state.stale ? "stale" : state.kept ? "kept" : "shown"]), list);
    if (light.childElementCount) {
      var folded = made("details");
      folded.append(made("summary", "", state.words.infos.replace("{count}", String(state.infos))), light);
      dialog.append(folded);
    }
    var left = state.errors + state.warnings + state.infos - state.notes.length;
    if (left > 0) dialog.append(made("p", "", state.words.more.replace("{count}", String(left))));
    var desk = made("a", "", state.words.desk);
    desk.setAttribute("href", "/_desk/#problems");
    dialog.append(desk);
  }

  // --- the stream ---------------------------------------------------------------------------------------------------

  function listen() {
    if (stream || document.visibilityState === "hidden") return; // a browser has six connections for all its windows
    var one = new EventSource("/_live?page=" + encodeURIComponent(window.location.pathname));
    stream = one;
    one.onmessage = function (event) {
      /** @type {State} */
      var state = JSON.parse(event.data);
      if (state.build !== build) {
        build = state.build;
        update();
      }
      show(state);
    };
    one.onerror = function () {
      if (one.readyState !== EventSource.CLOSED) return; // it tries again by itself
      stream = null;
      window.setTimeout(listen, 3000);
    };
  }

  function fall() {
    if (stream) stream.close();
    stream = null;
  }

  restore();
  listen();
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") fall();
    else listen();
  });
  window.addEventListener("pagehide", fall);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) listen();
  });
  window.addEventListener("load", update); // the page as it was sent, to compare with later
})();
