// Published in place of offline.js while site.yaml does not say 离线: 是. A browser that took that worker earlier finds
// this one at its next visit: it clears away all that was kept, and takes itself out.

const worker = /** @type {ServiceWorkerGlobalScope & {SITE: {base: string}}} */ (/** @type {unknown} */ (self));
const PREFIX = `bulletin ${worker.SITE.base} `;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
