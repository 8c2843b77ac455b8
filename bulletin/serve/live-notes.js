// What is wrong -> a badge in the page's corner and a dialog over the page, apart from its styles. A part of live.js, which
// keeps what was closed.

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
