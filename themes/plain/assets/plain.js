// Some comforts; reading needs none of them. Dark scheme, 长者模式 and the key "/" are kept in this browser alone
// (localStorage), and set before the first paint because this file is loaded in <head> without "defer". Today's date
// needs the clock of the reader, which a static page has not. What only some readers use is brought when it is used:
// suggestions below the search field, marks on the page of a result, and reading without a network.
(function () {
  "use strict";
  var root = document.documentElement;
  var about = document.currentScript ? document.currentScript.dataset : {};
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function recall(name) {
    try {
      return window.localStorage.getItem("bulletin." + name);
    } catch (error) {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  function keep(name, value) {
    try {
      if (value === null) window.localStorage.removeItem("bulletin." + name);
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

  var switches = {
    dark: {
      isOn: isDark,
      toggle: function () {
        var wanted = isDark() ? "light" : "dark";
        if ((wanted === "dark") === system.matches) delete root.dataset.scheme; // follow the system again
        else root.dataset.scheme = wanted;
        keep("scheme", root.dataset.scheme || null);
      },
    },
    elder: {
      isOn: function () {
        return root.dataset.elder === "yes";
      },
      toggle: function () {
        if (root.dataset.elder) delete root.dataset.elder;
        else root.dataset.elder = "yes";
        keep("elder", root.dataset.elder || null);
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
  function toSearch(event) {
    var place = event.target;
    var isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && switches.slash.isOn();
    var isCommand = String(event.key).toLowerCase() === "k" && event.ctrlKey !== event.metaKey && !event.shiftKey;
    var field = document.querySelector("#q") || document.querySelector(".find input[name='q']");
    if ((!isSlash && !isCommand) || event.altKey || event.isComposing || event.repeat || !field) return;
    if (place.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(place.nodeName)) {
      if (!isCommand || place !== field) return;
    }
    event.preventDefault();
    field.focus();
    field.select();
  }

  /** A module of the theme and its style sheet, by the addresses that stand at this script; each once. */
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

  function show() {
    document.querySelectorAll("[data-switch]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(switches[button.dataset.switch].isOn()));
    });
  }

  function today(place) {
    var now = new Date();
    var zone = { timeZone: place.dataset.timezone };
    var language = root.lang || "zh";
    try {
      var solar = new Intl.DateTimeFormat(language, Object.assign({ dateStyle: "full" }, zone)).format(now);
      var lunar = new Intl.DateTimeFormat(language + "-u-ca-chinese", Object.assign({ dateStyle: "long" }, zone));
      place.textContent = place.dataset.before + solar + " " + lunar.format(now).replace(/^\d+/, "");
      place.hidden = false;
    } catch (error) {
      place.hidden = true; // a browser without this calendar or time zone
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-switch]").forEach(function (button) {
      button.addEventListener("click", function () {
        switches[button.dataset.switch].toggle();
        show();
      });
    });
    document.querySelectorAll("[data-today]").forEach(today);
    document.querySelectorAll("[data-tools]").forEach(function (tools) {
      tools.hidden = false;
    });
    show();
    if (isAsked()) bring("marks");
  });
  document.addEventListener("keydown", toSearch);
  document.addEventListener("focusin", function (event) {
    if (event.target.matches(".nameplate .find input")) bring("quick");
  });
  if (about.offline && navigator.serviceWorker) {
    window.addEventListener("load", function () {
      navigator.serviceWorker.register(about.offline).catch(function () {
        // not from a safe origin, or switched off: then as without
      });
    });
  }
  if (system.addEventListener) system.addEventListener("change", show);
})();
