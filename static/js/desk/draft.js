// Keeps what is being written in a form of the desk on the server, so that a closed tab or a lost session loses nothing.
// Without this, a form that is refused when it is sent is kept all the same.
const after = 2000;
const state = document.querySelector("[data-keep]");
const word = document.querySelector("form [name=_page]");
const form = word?.form;
let timer;
let last;

if (form && state) {
  form.addEventListener("input", ({ target }) => {
    // Only where much can be lost: a line is typed again sooner than it is looked for.
    if (target.closest("textarea, [contenteditable=true]") || last !== undefined) later();
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, after);
}

function content() {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  return data;
}

async function keep() {
  const body = content();
  if (String(body) === last) return;
  last = String(body);
  try {
    const answer = await fetch(state.dataset.keep, { method: "POST", body, redirect: "error" });
    const { said } = await answer.json();
    if (answer.ok) form.elements._kept.value = "1";
    state.textContent = said;
  } catch {
    state.textContent = state.dataset.failed;
  }
}
