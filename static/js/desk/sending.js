// Keeps the page of a notice up to date while it is sent, and loads it anew once nothing moves any more.
const every = 2000;
const part = document.querySelector("[data-sending]");

async function look() {
  const answer = await fetch(part.dataset.sending, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 204) {
    location.reload();
    return;
  }
  const made = answer?.ok && !answer.redirected ? await answer.text() : "";
  if (made) show(made);
  setTimeout(look, made ? every : every * 4);
}

function show(made) {
  const fresh = document.createElement("template");
  fresh.innerHTML = made;
  const before = part.querySelector("[role=status]");
  const after = fresh.content.querySelector("[role=status]");
  // What has not changed is not said again: the sentence that stands is kept.
  if (before.textContent.trim() === after.textContent.trim()) after.replaceWith(before);
  part.replaceChildren(fresh.content);
}

setTimeout(look, every);
