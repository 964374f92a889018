// The reader's own times beside the venue's (symposium/kit/clocks.py writes the same for a zone in the address).
// A switch is offered where the clocks differ; nothing is shown before the reader has asked for it.
const line = document.querySelector(".zone[data-offer]");
const groups = [...document.querySelectorAll(".at")].flatMap((group) => {
  const walls = [...group.querySelectorAll('time[datetime*="T"]')].map(clocks);
  return walls.some(({ there, here }) => there !== here) ? [{ group, walls }] : [];
});

if (line && groups.length) {
  const lang = document.documentElement.lang;
  const zone = nameOfZone(lang);
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  label.className = "switch choice";
  label.append(box, ` ${line.dataset.offer.replace("{}", zone)}`);
  line.append(label);
  box.checked = remembered() === "own";
  show(box.checked);
  box.addEventListener("change", () => {
    show(box.checked);
    remembered(box.checked ? "own" : "");
  });

  function show(wanted) {
    document.querySelectorAll(".yours").forEach((own) => own.remove());
    if (wanted) groups.forEach(({ group, walls }) => group.append(" ", yours(walls, zone, lang)));
  }
}

// The venue's wall is written in the page, with its offset; the reader's is that of the device at that moment.
function clocks(time) {
  const moment = new Date(time.dateTime);
  const two = (number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return { moment, there: time.dateTime.slice(0, 16), here: `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}` };
}

function yours(walls, zone, lang) {
  const own = Object.assign(document.createElement("span"), { className: "yours" });
  const said = Object.assign(document.createElement("span"), { className: "unseen", textContent: `${zone}: ` });
  const [first] = walls;
  const times = walls.map((wall) => clock(wall, lang)).join("–");
  const day = first.there.slice(0, 10) === first.here.slice(0, 10) ? "" : `${weekday(first.moment, lang)}, `;
  own.append(said, day + times);
  return own;
}

// In the hour that a change of the clocks repeats, the zone's letters tell one from the other.
function clock({ moment }, lang) {
  const around = [-1, 1].map((hours) => new Date(moment.getTime() + hours * 3600000));
  const twice = around.some((other) => other.getHours() === moment.getHours());
  const said = moment.toLocaleTimeString(lang, { timeStyle: "short" }).replace("\u202f", "\u00a0");
  return said + (twice ? ` (${part(moment, "timeZoneName", { timeZoneName: "short" })})` : "");
}

function weekday(moment, lang) {
  return `${part(moment, "weekday", { weekday: "short" }, lang)} ${part(moment, "day", { day: "numeric" }, lang)}`;
}

// 'Pacific Time'; a zone that nobody has a word for goes by its own name, as UTC does.
function nameOfZone(lang) {
  const name = part(new Date(), "timeZoneName", { timeZoneName: "longGeneric" }, lang);
  return /^GMT([+-]|$)/.test(name) ? new Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ") : name;
}

function part(moment, type, options, lang = "en-GB") {
  return new Intl.DateTimeFormat(lang, options).formatToParts(moment).find((found) => found.type === type).value;
}

// Where the browser keeps nothing, the choice holds for this page.
function remembered(choice) {
  try {
    if (choice !== undefined) localStorage.setItem("times", choice);
    return localStorage.getItem("times");
  } catch {
    return null;
  }
}
