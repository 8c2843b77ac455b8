// A service worker: keeps the look of the site, pages that were visited and parts of the search index that were used, so
// that they open without a network. Published at the root of the site with a line before it that sets SITE; only where
// site.yaml says 离线: 是. News is always asked for anew first; what is kept stands in when no answer comes.

/**
 * @typedef {{base: string, version: string, shell: string[], pages: string[], notices: Record<string, string>,
 *            index: string}} Site  "index": "" where the site has no search
 */

const worker = /** @type {ServiceWorkerGlobalScope & {SITE: Site}} */ (/** @type {unknown} */ (self));
const { base, version, shell, pages, notices, index } = worker.SITE;
const PREFIX = `bulletin ${base} `;
const SHELL = `${PREFIX}shell ${version}`;
const PAGES = `${PREFIX}pages`;
const PHOTOS = `${PREFIX}photos`;
const INDEX = `${PREFIX}index`;
const MOST = { [PAGES]: 300, [PHOTOS]: 150, [INDEX]: 900 }; // kept of each, of the index parts of files; the oldest goes first
const PATIENCE = 4000; // milliseconds until a kept page is shown though the network may still answer

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(base)) return;
  const range = request.headers.get("range");
  if (range && index && url.pathname.startsWith(index)) event.respondWith(part(request, range));
  if (range) return;
  const below = url.pathname.slice(base.length);
  if (below.startsWith("assets/")) event.respondWith(asset(request, url));
  else if (below.startsWith("photos/")) event.respondWith(kept(request, PHOTOS));
  else if (index && url.pathname === `${index}root.json`) event.respondWith(root(event));
  else if (index && url.pathname.startsWith(index)) event.respondWith(kept(request, INDEX));
  else if (request.mode === "navigate" || /(?:\/|\.html)$/.test(url.pathname)) event.respondWith(page(event, url));
});

async function install() {
  const [look, texts, search] = await Promise.all([SHELL, PAGES, INDEX].map((name) => caches.open(name)));
  await look.addAll(shell);
  const fresh = (/** @type {string} */ url) => new Request(url, { cache: "no-cache" });
  await texts.addAll(pages.map(fresh));
  if (index) await search.add(fresh(`${index}root.json`));
  await worker.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const mine = [SHELL, PAGES, PHOTOS, INDEX];
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && !mine.includes(name)).map((name) => caches.delete(name)));
  await worker.clients.claim();
  // The page that brought this worker was loaded before it: it is kept as well.
  const open = await worker.clients.matchAll({ type: "window" });
  await Promise.all(open.map((client) => refetch(new URL(client.url)).catch(() => {})));
}

/** @param {URL} url */
async function refetch(url) {
  if (!url.pathname.startsWith(base)) return;
  const address = url.origin + url.pathname;
  await keep(PAGES, address, await fetch(address));
}

/** From what is kept, else from the network. A page kept from an older release names files that are gone: then the file
 * of the same name of this release stands in. @param {Request} request @param {URL} url */
async function asset(request, url) {
  const found = await caches.match(request, { cacheName: SHELL });
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const plain = (/** @type {string} */ path) => path.replace(/\.[0-9a-f]{8}(?=\.[a-z]+$)/, "");
    const other = shell.find((path) => plain(path) === plain(url.pathname));
    const stand = other && (await caches.match(other, { cacheName: SHELL }));
    if (stand) return stand;
    throw error;
  }
}

/** What never changes under its address. @param {Request} request @param {string} name */
async function kept(request, name) {
  const found = await caches.match(request, { cacheName: name });
  if (found) return found;
  const response = await fetch(request);
  await keep(name, request.url, response);
  return response;
}

/** A part of a file of the index, kept under an address of its own: a cache takes whole answers only.
 * @param {Request} request @param {string} range */
async function part(request, range) {
  const address = `${request.url}&part=${encodeURIComponent(range)}`;
  const found = await caches.match(address, { cacheName: INDEX });
  if (found) return new Response(found.body, { status: 206, headers: found.headers });
  const response = await fetch(request);
  if (response.status !== 206) return response;
  const data = await response.arrayBuffer();
  const { headers } = response;
  try {
    await (await caches.open(INDEX)).put(address, new Response(data, { headers }));
    await trim(INDEX);
  } catch {
    // no room left
  }
  return new Response(data, { status: 206, headers });
}

/** The one file of the index that changes under its address; parts of an older index go with it. @param {FetchEvent} event */
async function root({ request }) {
  try {
    const response = await fetch(request);
    await keep(INDEX, request.url, response);
    if (response.ok) void clean(response.clone());
    return response;
  } catch (error) {
    const found = await caches.match(request.url, { cacheName: INDEX });
    if (found) return found;
    throw error;
  }
}

/** @param {Response} response */
async function clean(response) {
  const { version: current } = await response.json();
  const cache = await caches.open(INDEX);
  for (const { url } of await cache.keys()) {
    const of = new URL(url).searchParams.get("v");
    if (of && of !== current) await cache.delete(url);
  }
}

/** The network's answer, else the page as it was when last visited, else a page that says there is no network.
 * @param {FetchEvent} event @param {URL} url */
async function page(event, url) {
  const address = url.origin + url.pathname;
  const before = await caches.match(address, { cacheName: PAGES });
  const asked = anew(event.request).then(async (response) => {
    await keep(PAGES, address, response);
    return response;
  });
  try {
    return await (before ? Promise.race([asked, late()]) : asked);
  } catch (error) {
    asked.catch(() => {}); // it may fail later than the patience of the reader
    if (before) return before;
    if (event.request.mode !== "navigate") throw error;
    const edition = Object.keys(notices).find((path) => url.pathname.startsWith(path)) ?? base;
    const notice = await caches.match(notices[edition], { cacheName: PAGES });
    if (!notice) throw error;
    return new Response(notice.body, { status: 503, headers: notice.headers });
  }
}

/** A page that is opened is asked for at the server, whatever the browser itself has kept. A redirection is left to the
 * browser, which must know of it. @param {Request} request */
function anew(request) {
  return request.mode === "navigate" ? fetch(request.url, { cache: "no-cache", redirect: "manual" }) : fetch(request);
}

/** @returns {Promise<never>} */
function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}

/** A good answer only. @param {string} name @param {string} url @param {Response} response */
async function keep(name, url, response) {
  if (response.status !== 200 || response.redirected || response.type !== "basic") return;
  const isText = /^text\/html/.test(response.headers.get("content-type") ?? "");
  if (name === PAGES && !isText) return;
  const copy = response.clone();
  try {
    const cache = await caches.open(name);
    await cache.delete(url); // so that the last one visited stands last
    await cache.put(url, copy);
    await trim(name);
  } catch {
    // no room left: the page is shown all the same
  }
}

/** The oldest go first. @param {string} name */
async function trim(name) {
  const cache = await caches.open(name);
  const keys = await cache.keys();
  const spare = keys.filter((key) => !pages.includes(new URL(key.url).pathname) && !key.url.endsWith("root.json"));
  await Promise.all(spare.slice(0, Math.max(0, keys.length - MOST[name])).map((key) => cache.delete(key)));
}
