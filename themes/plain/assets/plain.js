// Some comforts; reading needs none of them. Dark scheme, 长者模式 and the key "/" are kept in this browser alone
// (localStorage), and set before the first paint because this file is loaded in <head> without "defer". Today's date
// needs the clock of the reader, which a static page has not. What only some readers use is brought when it is used:
// suggestions below the search field, marks on the page of a result, and reading without a network.
(function () {
  "use strict";
  var root = document.documentElement;
  /** @type {DOMStringMap} */
  var about = document.currentScript instanceof HTMLElement ? document.currentScript.dataset : {};
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  /** @param {string} name */
  function recall(name) {
    try {
      return window.localStorage.getItem("bulletin." + name);
    } catch (error) {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  /** @param {string} name @param {string | null | undefined} value nothing: it is forgotten */
  function keep(name, value) {
    try {
      if (!value) window.localStorage.removeItem("bulletin." + name);
      else window.localStorage.setItem("bulletin." + name, value);
    } catch (error) {
      // as above
    }
  }

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches;
  }

  var scheme = recall("scheme");
  if (scheme === "dark" || scheme === "light") root.dataset.scheme = scheme;
  if (recall("elder") === "yes") root.dataset.elder = "yes";

  /** @type {Record<string, {isOn: () => boolean, toggle: () => void}>} */
  var switches = {
    dark: {
      isOn: isDark,
      toggle: function () {
        var wanted = isDark() ? "light" : "dark";
        if ((wanted === "dark") === system.matches) delete root.dataset.scheme; // follow the system again
        else root.dataset.scheme = wanted;
        keep("scheme", root.dataset.scheme);
      },
    },
    elder: {
      isOn: function () {
        return root.dataset.elder === "yes";
      },
      toggle: function () {
        if (root.dataset.elder) delete root.dataset.elder;
        else root.dataset.elder = "yes";
        keep("elder", root.dataset.elder);
      },
    },
    slash: {
      isOn: function () {
        return recall("slash") !== "no";
      },
      toggle: function () {
        keep("slash", switches.slash.isOn() ? "no" : null);
      },
    },
  };

  // "/" and Ctrl+K lead to the search field. A key of one character must be possible to switch off (WCAG 2.1.4):
  // search.html has the button.
  /** @param {KeyboardEvent} event */
  function toSearch(event) {
    var place = event.target;
    var isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && switches.slash.isOn();
    var isCommand = String(event.key).toLowerCase() === "k" && event.ctrlKey !== event.metaKey && !event.shiftKey;
    /** @type {HTMLInputElement | null} */
    var field = document.querySelector("#q") || document.querySelector(".find input[name='q']");
    if ((!isSlash && !isCommand) || event.altKey || event.isComposing || event.repeat || !field) return;
    if (!(place instanceof HTMLElement)) return;
    if (place.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(place.nodeName)) {
      if (!isCommand || place !== field) return;
    }
    event.preventDefault();
    field.focus();
    field.select();
  }

  /** A module of the theme and its style sheet, by the addresses that stand at this script; each once.
   * @param {string} name */
  function bring(name) {
    var url = about[name];
    if (!url) return;
    delete about[name];
    var script = document.createElement("script");
    script.type = "module";
    script.src = url;
    if (about.style) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = about.style;
      document.head.append(link);
      delete about.style;
    }
    document.head.append(script);
  }

  function isAsked() {
    return /^#q=./.test(window.location.hash) || Boolean(window.history.state && window.history.state.marks);
  }

  /** @param {(button: HTMLElement, name: string) => void} visit */
  function eachSwitch(visit) {
    /** @type {NodeListOf<HTMLElement>} */
    var buttons = document.querySelectorAll("[data-switch]");
    buttons.forEach(function (button) {
      visit(button, String(button.dataset.switch));
    });
  }

  function show() {
    eachSwitch(function (button, name) {
      button.setAttribute("aria-pressed", String(switches[name].isOn()));
    });
  }

  /** @param {HTMLElement} place */
  function today(place) {
    var now = new Date();
    var zone = place.dataset.timezone;
    var language = root.lang || "zh";
    try {
      var solar = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: zone }).format(now);
      var lunar = new Intl.DateTimeFormat(language + "-u-ca-chinese", { dateStyle: "long", timeZone: zone });
      place.textContent = place.dataset.before + solar + " " + lunar.format(now).replace(/^\d+/, "");
      place.hidden = false;
    } catch (error) {
      place.hidden = true; // a browser without this calendar or time zone
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    eachSwitch(function (button, name) {
      button.addEventListener("click", function () {
        switches[name].toggle();
        show();
      });
    });
    /** @type {NodeListOf<HTMLElement>} */
    var days = document.querySelectorAll("[data-today]");
    days.forEach(today);
    /** @type {NodeListOf<HTMLElement>} */
    var hidden = document.querySelectorAll("[data-tools]");
    hidden.forEach(function (tools) {
      tools.hidden = false;
    });
    show();
    if (isAsked()) bring("marks");
  });
  document.addEventListener("keydown", toSearch);
  document.addEventListener("focusin", function (event) {
    if (event.target instanceof Element && event.target.matches(".nameplate .find input")) bring("quick");
  });
  var worker = about.offline;
  if (worker && navigator.serviceWorker) {
    window.addEventListener("load", function () {
      navigator.serviceWorker.register(String(worker)).catch(function () {
        // not from a safe origin, or switched off: then as without
      });
    });
  }
  if (system.addEventListener) system.addEventListener("change", show);
})();
