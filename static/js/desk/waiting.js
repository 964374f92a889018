// Keeps a page up to date that waits for the worker, and loads it anew once there is something to see.
const every = 2000;

async function look() {
  const waiting = document.querySelector("[data-waiting]");
  const answer = await fetch(waiting.dataset.waiting, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 204) {
    location.reload();
    return;
  }
  const text = answer?.ok ? (await answer.text()).trim() : "";
  // What has not changed is not said again.
  if (text && text !== waiting.textContent.trim()) waiting.textContent = text;
  setTimeout(look, text ? every : every * 4);
}

setTimeout(look, every);
