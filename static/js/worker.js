// Pages that were read stay readable without a network. RELEASE stands before this text (symposium/kit/site.py).
const KEPT = `symposium-${RELEASE}`;
const OFFLINE = "/offline/";
const MOST_PAGES = 60;
const MOST_THINGS = 80;
const LARGEST_THING = 200_000;
const PRIVATE = /^\/([a-z]{2,3}(-[a-z0-9]+)*\/)?(admin|preview|registrations|invitations|speaking|search|api)\/|\/register\/$/;

const isPublic = (response) =>
  response.ok && response.type === "basic" && /(^|,)\s*public\b/.test(response.headers.get("Cache-Control") || "");
const isPage = (response) => (response.headers.get("Content-Type") || "").startsWith("text/html");

// What was read last stands last; what was read longest ago goes first.
async function keep(request, response) {
  const cache = await caches.open(KEPT);
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, response);
  const keys = (await cache.keys()).filter((key) => new URL(key.url).pathname !== OFFLINE);
  const things = keys.filter((key) => isThing(new URL(key.url)));
  const pages = keys.filter((key) => !isThing(new URL(key.url)));
  const surplus = [...pages.slice(0, -MOST_PAGES), ...things.slice(0, -MOST_THINGS)];
  await Promise.all(surplus.map((key) => cache.delete(key, { ignoreVary: true })));
}

const isThing = (url) => /^\/(media|static)\/|\.(svg|png|webmanifest)$/.test(url.pathname);
const kept = async (request) => (await caches.open(KEPT)).match(request, { ignoreVary: true });

async function page(event) {
  const { request } = event;
  const isPrivate = PRIVATE.test(new URL(request.url).pathname);
  let response;
  try {
    response = await fetch(request);
  } catch {
    return (!isPrivate && (await asItWas(request))) || (await kept(OFFLINE)) || Response.error();
  }
  if (!isPrivate && isPublic(response) && isPage(response)) {
    event.waitUntil(keep(request.url, response.clone()));
  } else if (response.status === 404 || response.status === 410) {
    // What was withdrawn is withdrawn here too.
    event.waitUntil(caches.open(KEPT).then((cache) => cache.delete(request.url, { ignoreVary: true })));
  }
  return response;
}

// The kept page, with its own hidden words about that made visible, and the day filled in.
async function asItWas(request) {
  const response = await kept(request.url);
  if (!response) return null;
  const html = await response.text();
  const language = /<html lang="([\w-]+)"/.exec(html)?.[1] || "en-GB";
  const at = new Date(response.headers.get("Date") || Date.now());
  const words = at.toLocaleString(language, { dateStyle: "full", timeStyle: "short" });
  const shown = html
    .replace(/<template class="kept">(.*?)<\/template>/s, "$1")
    .replace('<time class="kept-at">', `<time datetime="${at.toISOString()}">${words}`);
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(shown, { headers });
}

async function thing(event) {
  try {
    const response = await fetch(event.request);
    const size = Number(response.headers.get("Content-Length"));
    if (isPublic(response) && size && size <= LARGEST_THING) {
      event.waitUntil(keep(event.request.url, response.clone()));
    }
    return response;
  } catch {
    return (await kept(event.request.url)) || Response.error();
  }
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(OFFLINE)));
});

addEventListener("activate", (event) => event.waitUntil(begin()));

// Old copies go; the pages that are open now were read before there was a worker, and the browser still has them.
async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("symposium-") && name !== KEPT).map((name) => caches.delete(name)));
  await clients.claim();
  for (const { url } of await clients.matchAll({ type: "window" })) {
    if (PRIVATE.test(new URL(url).pathname)) continue;
    const response = await fetch(url, { cache: "force-cache" }).catch(() => null);
    if (response && isPublic(response) && isPage(response)) await keep(url.split("#")[0], response);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || /^\/(admin|preview)\//.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (isThing(url)) event.respondWith(thing(event));
});
