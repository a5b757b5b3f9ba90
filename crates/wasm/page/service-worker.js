// Keeps the page for use without network: everything is fetched once, then served from this build's own cache.
const CACHE = "haofang-@BUILD@";
const FILES = ["./", "index.html", "style.css", "app.js", "worker.js", "viewer.js", "icon.svg", "manifest.webmanifest",
  "haofang/index.js", "haofang/haofang_wasm.js", "haofang/haofang_wasm_bg.wasm"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name.startsWith("haofang-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true, cacheName: CACHE }).then((hit) => hit ?? fetch(event.request)));
});
