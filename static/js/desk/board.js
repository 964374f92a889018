// Moves sessions on the programme board with a pointer and with keys; without this each has a form.
// A tile is held (``held``), shown where it would be, and dropped: the server moves it and sends the board as it is then.
const root = document.querySelector(".board");
const said = document.querySelector(".board-said");
const words = JSON.parse(document.getElementById("board-words").textContent);
const MINUTE = 60_000;
const store = `board-${root.dataset.event}`;
let held = null;
let busy = false;
// Undos and redos asked for while the server is at work: each has its turn.
let waiting = [];

const part = (selector) => root.querySelector(selector);
const grid = () => part(".board-grid");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: root.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: words.hours,
  }).format(moment);

function say(text, isRefusal = false) {
  said.textContent = text;
  said.classList.toggle("is-refused", isRefusal);
}

// --- places: a moment in milliseconds, a length in minutes, the key of a room ('' for none), or the tray --------------

function placeOf(tile) {
  const { starts, minutes, room } = tile.dataset;
  return { starts: starts ? Date.parse(starts) : null, minutes: Number(minutes), room: room ?? "" };
}

const same = (one, other) =>
  one.starts === other.starts && one.room === other.room && (one.starts === null || one.minutes === other.minutes);

function told(place) {
  if (place.starts === null) return words.tray;
  const hours = `${clock(place.starts)}–${clock(place.starts + place.minutes * MINUTE)}`;
  return `${hours}, ${columnOf(place.room).dataset.name}`;
}

const columns = () => [...root.querySelectorAll(".board-room")];
const columnOf = (room) => columns().find((column) => column.dataset.room === room) ?? columns().at(-1);
const step = () => Number(grid().dataset.grid);
const first = () => Date.parse(grid().dataset.starts);
const last = () => first() + Number(grid().dataset.minutes) * MINUTE;

function snapped(moment) {
  const midnight = Date.parse(grid().dataset.midnight);
  return midnight + Math.round((moment - midnight) / MINUTE / step()) * step() * MINUTE;
}

function within(place) {
  if (place.starts === null || place.tab) return place;
  const latest = Math.max(last() - place.minutes * MINUTE, first());
  return { ...place, starts: Math.min(Math.max(place.starts, first()), latest) };
}

// --- holding a tile ---------------------------------------------------------------------------------------------------

function hold(tile, how) {
  held = { tile, how, from: placeOf(tile), now: placeOf(tile), home: [tile.parentElement, tile.nextElementSibling] };
  tile.classList.add("is-held");
  root.classList.add("is-moving");
}

function show(place) {
  held.now = within(place);
  for (const tab of root.querySelectorAll(".board-days a")) tab.classList.toggle("is-over", tab === place.tab);
  // To be dropped on another day, it is shown where it was.
  const { tile, now } = place.tab ? { tile: held.tile, now: held.from } : held;
  const list = now.starts === null ? part(".board-tray-list") : tile.matches(".is-wide") ? held.home[0] : columnOf(now.room).querySelector("ol");
  if (tile.parentElement !== list) list.append(tile);
  tile.classList.toggle("is-loose", now.starts === null);
  tile.style.setProperty("--from", now.starts === null ? 0 : (now.starts - first()) / MINUTE);
  tile.style.setProperty("--minutes", now.minutes);
  tile.style.setProperty("--lane", 0);
  tile.style.setProperty("--lanes", 1);
  const at = tile.querySelector(".tile-at");
  at.textContent = now.starts === null ? "" : `${clock(now.starts)}–${clock(now.starts + now.minutes * MINUTE)}`;
}

function release() {
  held.tile.classList.remove("is-held");
  root.classList.remove("is-moving");
  held = null;
}

function putBack() {
  const { tile, from, home } = held;
  home[0].insertBefore(tile, home[1]);
  for (const name of ["--from", "--minutes", "--lane", "--lanes"]) tile.style.removeProperty(name);
  tile.classList.toggle("is-loose", from.starts === null);
  tile.querySelector(".tile-at").textContent = tile.dataset.hours;
  const wasFocused = held.how === "keys";
  release();
  if (wasFocused) tile.querySelector(".tile-grip").focus();
}

function cancel() {
  if (!held || busy) return;
  const { title } = held.tile.dataset;
  putBack();
  say(fill(words.cancelled, { title }));
}

async function drop() {
  const { tile, from, now } = held;
  if (same(from, now)) {
    cancel();
    return;
  }
  const ends = now.starts + now.minutes * MINUTE;
  const done = await send(tile.dataset.address, {
    starts_at: now.starts === null ? "" : new Date(now.starts).toISOString(),
    ends_at: now.starts === null ? "" : new Date(ends).toISOString(),
    room: now.room,
    believed: tile.dataset.believed,
  });
  if (done?.undo) remember("undo", done.undo, true);
  goOn(done);
}

// --- the server -------------------------------------------------------------------------------------------------------

async function send(address, fields) {
  busy = true;
  root.setAttribute("aria-busy", "true");
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: part("[name=csrfmiddlewaretoken]").value });
  const headers = { Accept: "application/json" };
  let answer = null;
  try {
    const response = await fetch(`${address}?${root.dataset.query}`, { method: "POST", body, headers });
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    const isSignedOut = response.redirected && new URL(response.url).pathname.includes("/login/");
    answer = isOurs ? await response.json() : { refused: isSignedOut ? words.signedOut : words.failed };
  } catch {
    answer = { refused: words.offline };
  }
  busy = false;
  root.removeAttribute("aria-busy");
  const key = answer.session ?? held?.tile.dataset.key;
  if (held && !answer.board) putBack();
  if (answer.board) redraw(answer, key);
  say(answer.refused || answer.said || "", Boolean(answer.refused));
  return answer.refused ? null : answer;
}

// The board as it is now, in place of the one that was; eyes, scrolling and focus stay where they were.
function redraw(answer, key) {
  const places = [".board-scroll", ".board-tray-list"].map((name) => [name, part(name)?.scrollTop, part(name)?.scrollLeft]);
  const hadFocus = !held || held.how === "keys" || root.contains(document.activeElement);
  if (held) release();
  root.innerHTML = answer.board;
  document.getElementById("board-style").textContent = answer.style;
  for (const [name, top, left] of places) part(name)?.scrollTo(left ?? 0, top ?? 0);
  improve();
  const tile = document.getElementById(`s${key}`);
  // What is on another day now is not here any more.
  if (hadFocus) (tile?.querySelector(".tile-grip") ?? part(".board-scroll")).focus({ preventScroll: true });
  tile?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// --- undo and redo: what was, sent back with the state that it is undone from -----------------------------------------

const kept = () => JSON.parse(sessionStorage.getItem(store) ?? '{"undo":[],"redo":[]}');

function remember(pile, move, isNew = false) {
  const moves = kept();
  moves[pile] = [...moves[pile].slice(-49), move];
  if (isNew) moves.redo = [];
  sessionStorage.setItem(store, JSON.stringify(moves));
  offer();
}

function offer() {
  const moves = kept();
  part(".board-history").hidden = false;
  for (const pile of ["undo", "redo"]) {
    const button = part(`[data-pile=${pile}]`);
    const move = moves[pile].at(-1);
    button.setAttribute("aria-disabled", String(!move));
    button.title = move ? fill(words[pile], { title: move.title }) : "";
  }
}

async function goBack(pile) {
  if (busy) {
    waiting.push(pile);
    return;
  }
  const moves = kept();
  const move = moves[pile].pop();
  if (!move || held) return;
  sessionStorage.setItem(store, JSON.stringify(moves));
  const { address, starts_at, ends_at, room, believed } = move;
  const done = await send(address, { starts_at, ends_at, room, believed });
  if (done?.undo) remember(pile === "undo" ? "redo" : "undo", done.undo);
  offer();
  goOn(done);
}

// After a refusal the board is not as it was thought to be: what waited is forgotten.
function goOn(done) {
  const [pile, ...others] = done ? waiting : [];
  waiting = others;
  if (pile) goBack(pile);
}

// --- keys -------------------------------------------------------------------------------------------------------------

function byKey(event) {
  const grip = event.target.closest?.(".tile-grip");
  const isBack = (event.ctrlKey || event.metaKey) && "zy".includes(event.key.toLowerCase());
  if (isBack && (busy || !held) && !event.target.matches("input, select, textarea")) {
    event.preventDefault();
    goBack(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
  } else if (held && busy) {
    // What is on its way to the server is neither moved on nor dropped again.
    if (event.key !== "Tab") event.preventDefault();
  } else if (held?.how === "keys") {
    if (event.key === "Tab") cancel();
    else if (handle(event)) event.preventDefault();
  } else if (held && event.key === "Escape") {
    cancel();
  } else if (grip && !busy && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    pickUp(grip);
  }
}

function pickUp(grip) {
  const tile = grip.closest(".tile");
  hold(tile, "keys");
  say(fill(words.held, { title: tile.dataset.title, place: told(held.now) }));
}

// Whether the key means something while a session is held.
function handle({ key, shiftKey }) {
  const { now } = held;
  const rtl = getComputedStyle(root).direction === "rtl";
  const sideways = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1 }[key];
  const along = { ArrowUp: -step(), ArrowDown: step(), PageUp: -60, PageDown: 60 }[key];
  if (key === "Enter" || key === " ") drop();
  else if (key === "Escape") cancel();
  else if (key === "Delete" || key === "Backspace") stepTo({ ...now, starts: null });
  else if (along && now.starts === null) stepTo({ ...now, starts: first() });
  else if (along && shiftKey) stepTo({ ...now, minutes: Math.max(now.minutes + along, step()) });
  else if (along) stepTo({ ...now, starts: snapped(now.starts + along * MINUTE) });
  else if (sideways) stepTo({ ...now, starts: now.starts ?? first(), room: beside(now.room, sideways) });
  else return key.startsWith("Arrow");
  return true;
}

function beside(room, by) {
  const all = columns();
  const next = all.indexOf(columnOf(room)) + by;
  return all[Math.min(Math.max(next, 0), all.length - 1)].dataset.room;
}

function stepTo(place) {
  show(place);
  held.tile.querySelector(".tile-grip").focus({ preventScroll: true });
  held.tile.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(told(held.now));
}

// --- the pointer ------------------------------------------------------------------------------------------------------

function grab(down) {
  const tile = down.target.closest(".tile");
  const grip = down.target.closest(".tile-grip, .tile-edge");
  // A finger scrolls, unless it takes the grip.
  if (!tile || down.button || busy || held || tile.matches(".is-carried") || (down.pointerType !== "mouse" && !grip)) return;
  const isLength = Boolean(down.target.closest(".tile-edge"));
  const offset = down.clientY - tile.getBoundingClientRect().top;
  let frame = 0;
  let at = down;

  const follow = (move) => {
    if (move.pointerId !== down.pointerId) return;
    at = move;
    if (!held && Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) < 5) return;
    if (!held) {
      hold(tile, "pointer");
      frame = requestAnimationFrame(scroll);
    }
    show(isLength ? longer(at) : under(at, offset));
  };
  const scroll = () => {
    if (!held) return;
    if (scrollNear(at)) show(isLength ? longer(at) : under(at, offset));
    frame = requestAnimationFrame(scroll);
  };
  const end = (up) => {
    if (up.pointerId !== down.pointerId) return;
    cancelAnimationFrame(frame);
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    if (!held) return;
    // The click that follows a drag opens nothing.
    document.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
    if (up.type === "pointercancel") cancel();
    else drop();
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

const inside = (box, { clientX, clientY }) =>
  clientX >= box.left && clientX < box.right && clientY >= box.top && clientY < box.bottom;

const momentAt = (y) => {
  const box = part(".board-room ol").getBoundingClientRect();
  return first() + ((y - box.top) / box.height) * (last() - first());
};

function under(at, offset) {
  const { from } = held;
  const tab = [...root.querySelectorAll(".board-days a")].find((one) => inside(one.getBoundingClientRect(), at));
  if (tab && from.starts !== null) {
    // From noon to noon, so that the clock shows the same there, though it was put forward or back in a night between.
    const noon = Date.parse(part(".board-days [aria-current]").dataset.noon);
    return { ...from, starts: from.starts + Date.parse(tab.dataset.noon) - noon, tab };
  }
  if (inside(part(".board-tray").getBoundingClientRect(), at)) return { ...from, starts: null };
  const column = columns().find((one) => {
    const box = one.getBoundingClientRect();
    return at.clientX >= box.left && at.clientX < box.right;
  });
  const room = held.tile.matches(".is-wide") || !column ? held.now.room : column.dataset.room;
  // From the tray its top comes under the pointer.
  const moment = momentAt(at.clientY - (from.starts === null ? 0 : offset));
  return { ...from, starts: snapped(moment), room };
}

function longer(at) {
  const { from } = held;
  const ends = Math.min(snapped(momentAt(at.clientY)), last());
  return { ...from, minutes: Math.max((ends - from.starts) / MINUTE, step()) };
}

// Near an edge what is beyond comes into view; whether anything moved.
function scrollNear({ clientX, clientY }) {
  const pane = part(".board-scroll");
  const box = pane.getBoundingClientRect();
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const pull = (at, low, high) => (at < low + 48 ? -10 : at > high - 48 ? 10 : 0);
  if (inside(part(".board-tray").getBoundingClientRect(), { clientX, clientY })) return false;
  const before = [pane.scrollLeft, pane.scrollTop, scrollY];
  pane.scrollBy(pull(clientX, box.left, box.right), pull(clientY, top, bottom));
  if (pane.scrollTop === before[1]) scrollBy(0, pull(clientY, 0, innerHeight));
  return String(before) !== String([pane.scrollLeft, pane.scrollTop, scrollY]);
}

// --- what is there from the start -------------------------------------------------------------------------------------

function improve() {
  for (const one of root.querySelectorAll(".tile-grip, .tile-edge, .board-help")) one.hidden = false;
  offer();
}

root.addEventListener("pointerdown", grab);
root.addEventListener("dragstart", (event) => event.preventDefault());
root.addEventListener("click", (event) => {
  const pile = event.target.closest("[data-pile]")?.dataset.pile;
  if (pile) goBack(pile);
  const grip = event.target.closest(".tile-grip");
  // A click of no pointer comes from a screen reader that keeps the keys to itself.
  if (!grip || event.detail || busy) return;
  if (held) drop();
  else pickUp(grip);
});
document.addEventListener("keydown", byKey);
// Else some browsers click the grip when the key that picked its session up is let go.
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.matches?.(".tile-grip")) event.preventDefault();
});
improve();
