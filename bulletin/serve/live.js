// Stands in every page of the preview, and in none that is published. Hears from the server that the site was built
// again, fetches its own page anew and changes what reads otherwise, so that the reader stays where they are; shows what
// is wrong. What a script of the page has touched is never changed: then the page is loaded again, at the same place.
//
// Sent as one script in one function, with live-patch.js and live-notes.js: see live.py.

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
