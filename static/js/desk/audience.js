// Says whom a notice would reach as its filters are ticked; the page itself says it of what is saved.
const said = document.querySelector("[data-audience]");
const form = said.closest("form");
let asked = 0;

async function look() {
  const mine = ++asked;
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("to_") || name === "purpose") chosen.append(name, value);
  }
  const answer = await fetch(`${said.dataset.audience}?${chosen}`, { credentials: "same-origin" }).catch(() => null);
  // A later question has been asked meanwhile.
  if (mine !== asked || !answer?.ok || answer.redirected) return;
  said.innerHTML = await answer.text();
}

form.addEventListener("change", (event) => {
  if (event.target.name?.startsWith("to_") || event.target.name === "purpose") look();
});
