// Keeps what was read for when there is no network (worker.js), and lists it on the page that says so.
const list = document.querySelector(".kept-pages");

if ("serviceWorker" in navigator && isSecureContext) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

if (list && "caches" in window) show();

async function show() {
  const titles = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("symposium-")) continue;
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const { pathname, search } = new URL(url);
      if (!pathname.endsWith("/") || pathname === "/offline/") continue;
      const response = await cache.match(url, { ignoreVary: true });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      titles.unshift([pathname + search, page.title]);
    }
  }
  for (const [href, title] of titles) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    Object.assign(link, { href, textContent: title, dir: "auto" });
    item.append(link);
    list.append(item);
  }
  list.closest("section").hidden = !titles.length;
}
