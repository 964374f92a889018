// Says who else has this page open, while somebody looks at it.
const every = 20_000;
const line = document.querySelector("[data-here]");
const word = document.querySelector("form [name=_page]");

async function look() {
  if (document.hidden) return;
  const token = word.form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ _here: word.value, csrfmiddlewaretoken: token });
  const answer = await fetch(line.dataset.here, { method: "POST", body, redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const { said } = await answer.json();
  const words = said.join(" ");
  // What has not changed is not said again.
  if (words !== line.textContent) line.textContent = words;
}

if (line && word) {
  look();
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
}
