// Keyboard shortcuts of the desk. Single keys can be turned off (WCAG 2.1.4), and do nothing where somebody types.
const dialog = document.querySelector("dialog.keys");
const opener = document.querySelector(".keys-open");
const soon = 1500;
const setting = "symposium-keys";
let going = 0;

if (dialog) {
  const box = dialog.querySelector(".keys-on");
  box.checked = areOn();
  box.addEventListener("change", () => {
    localStorage.setItem(setting, box.checked ? "on" : "off");
  });
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", press);
}

function areOn() {
  return localStorage.getItem(setting) !== "off";
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable=true]");
}

function press(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
    const save = document.querySelector("[name=_continue]") ?? document.querySelector("[name=_save]");
    if (!save || dialog.open) return;
    event.preventDefault();
    save.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (!areOn() || dialog.open || document.querySelector("dialog[open]") || isTyping(event.target)) return;
  if (single(event.key)) event.preventDefault();
}

function single(key) {
  if (going && performance.now() - going < soon) {
    going = 0;
    const way = dialog.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (way) location.assign(way.href);
    return Boolean(way);
  }
  going = key === "g" ? performance.now() : 0;
  if (key === "?") dialog.showModal();
  else if (key === "/") return focusOn("#searchbar");
  else if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  else return key === "g";
  return true;
}

function focusOn(selector) {
  const found = document.querySelector(selector);
  found?.focus();
  found?.select?.();
  return Boolean(found);
}

function step(by) {
  const links = [...document.querySelectorAll("#result_list tbody tr")].map((row) => row.querySelector("th a, td a")).filter(Boolean);
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}
