// Keeps a page up to date that waits for the worker, and loads it anew once there is something to see.
const every = 2000;

async function look() {
  const waiting = document.querySelector("[data-waiting]");
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) {
    setTimeout(look, every * 4);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-waiting]");
  if (!waiting || !now) {
    location.reload();
    return;
  }
  // What has not changed is not said again.
  if (now.textContent !== waiting.textContent) waiting.replaceChildren(...now.childNodes);
  setTimeout(look, every);
}

setTimeout(look, every);
