// The form for a place: companions without a new page, and a draft that outlives the browser's session.
const form = document.querySelector("form[data-draft]");
const DAYS = 2;

if (form) {
  const party = form.querySelector(".party");
  if (party) gather(party);
  draft(form, party);
}

// --- companions ---------------------------------------------------------------------------------------------------

function gather(party) {
  const blank = party.querySelector(".one-more");
  const adds = party.querySelector(".add");
  const groups = () => [...party.querySelectorAll(".companion")];

  adds.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    add().querySelector("input:not([type=hidden])").focus();
  });
  party.addEventListener("click", (event) => {
    const button = event.target.closest("[name=remove_companion]");
    if (!button) return;
    event.preventDefault();
    button.closest(".companion").remove();
    settle();
    adds.querySelector("button").focus();
  });
  party.addEventListener("companion", add);

  function add() {
    const keys = groups().map((group) => Number(group.querySelector("[name=companion]").value));
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("__key__", Math.max(0, ...keys) + 1);
    const group = holder.content.firstElementChild;
    adds.before(group);
    settle();
    return group;
  }

  function settle() {
    groups().forEach((group, at) => { group.querySelector(".count").textContent = at + 1; });
    adds.hidden = groups().length >= Number(party.dataset.most);
    form.dispatchEvent(new Event("input"));
  }
}

// --- the draft ----------------------------------------------------------------------------------------------------

// Kept are answers alone: no file, no consent, nothing for the gate, no mark of this very form.
function draft(form, party) {
  const name = `draft.${form.dataset.draft}`;
  const fields = () => [...form.elements].filter((field) => field.name && !field.closest(".trap, .agreement")
    && !field.dataset.private && !["hidden", "file", "submit"].includes(field.type));
  const kept = read();
  let timer;

  if (kept && "fresh" in form.dataset) restore();
  if (!("fresh" in form.dataset)) save();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 300); });
  addEventListener("pagehide", () => { if (timer) save(); });

  function restore() {
    for (let missing = kept.companions; missing > 0; missing -= 1) party?.dispatchEvent(new Event("companion"));
    const keyOf = keys();
    const changed = fields().filter((field) => keyOf(field) in kept.said && show(field, kept.said[keyOf(field)]));
    if (changed.length) tell();
  }

  // A companion's fields are kept by their place in the party, whatever key the group has.
  function keys() {
    const groups = [...form.querySelectorAll("[name=companion]")].map((field) => `c${field.value}-`);
    return ({ name: full }) => {
      const at = groups.findIndex((prefix) => full.startsWith(prefix));
      return at < 0 ? full : full.replace(groups[at], `c${at + 1}-`);
    };
  }

  function show(field, said) {
    const isTicked = isTick(field);
    const wanted = isTicked ? said.includes(field.value) : said[0];
    const property = isTicked ? "checked" : "value";
    if (field[property] === wanted) return false;
    field[property] = wanted;
    field.closest("details")?.setAttribute("open", "");
    return true;
  }

  function tell() {
    const words = form.querySelector(".kept-draft").content.firstElementChild.cloneNode(true);
    form.prepend(words);
    words.querySelector("button").addEventListener("click", () => {
      clearTimeout(timer);
      timer = undefined;
      forget();
      location.reload();
    });
  }

  function save() {
    timer = undefined;
    const keyOf = keys();
    const said = {};
    for (const field of fields()) {
      if (field.value && (!isTick(field) || field.checked)) (said[keyOf(field)] ??= []).push(field.value);
    }
    const companions = form.querySelectorAll("[name=companion]").length;
    if (!companions && !Object.keys(said).length) {
      forget();
      return;
    }
    try {
      localStorage.setItem(name, JSON.stringify({ until: Date.now() + DAYS * 86400000, companions, said }));
    } catch {
      // A browser that keeps nothing keeps no draft.
    }
  }

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(name));
      if (found && found.until > Date.now()) return found;
      forget();
    } catch {
      return null;
    }
    return null;
  }

  function forget() {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  }
}

function isTick({ type }) {
  return type === "checkbox" || type === "radio";
}
