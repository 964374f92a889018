// Puts a list in order by dragging, and by its buttons without loading the page anew. Without this the buttons do it.
const list = document.querySelector("ol.arrange");
const said = document.querySelector(".arrange-said");

if (list) {
  for (const handle of list.querySelectorAll(".arrange-handle")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", drag);
  }
  list.addEventListener("click", step);
}

function order() {
  return [...list.children].map((line) => Number(line.dataset.pk));
}

function drag(down) {
  if (down.button) return;
  down.preventDefault();
  const line = down.currentTarget.closest("li");
  const before = order();
  line.classList.add("arrange-moving");

  // Heard by the document: a line that moves in the page loses a pointer that it has captured.
  const follow = ({ clientY, pointerId }) => {
    if (pointerId !== down.pointerId) return;
    const others = [...list.children].filter((other) => other !== line);
    const next = others.find((other) => {
      const box = other.getBoundingClientRect();
      return clientY < box.top + box.height / 2;
    });
    if (line.nextElementSibling !== (next ?? null)) list.insertBefore(line, next ?? null);
  };
  const drop = ({ type, pointerId }) => {
    if (pointerId !== down.pointerId) return;
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    line.classList.remove("arrange-moving");
    if (type === "pointercancel") restore(before);
    else save(before);
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

function step(click) {
  const button = click.target.closest("button");
  if (!button) return;
  click.preventDefault();
  const line = button.closest("li");
  const before = order();
  if (button.name === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  button.focus();
  save(before);
}

function restore(before) {
  for (const pk of before) list.append(list.querySelector(`[data-pk="${pk}"]`));
}

async function save(before) {
  const now = order();
  if (String(now) === String(before)) return;
  const token = list.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ order: JSON.stringify(now), csrfmiddlewaretoken: token });
  const focused = document.activeElement;
  try {
    const answer = await fetch(list.dataset.address, { method: "POST", body });
    const { refused } = await answer.json();
    if (refused) restore(before);
    say(refused || said.dataset.saved, Boolean(refused));
  } catch {
    restore(before);
    say(said.dataset.failed, true);
  }
  if (list.contains(focused)) focused.focus();
}

function say(words, isRefusal) {
  said.textContent = words;
  said.classList.toggle("errornote", isRefusal);
}
