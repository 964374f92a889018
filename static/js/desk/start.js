// A new event: the zone of who begins it, where nothing says another; a last day that never comes before the first.
const form = document.querySelector("#start_form");
const zone = form.elements.namedItem("timezone");
const first = form.elements.namedItem("first_day");
const last = form.elements.namedItem("last_day");

if ("guess" in form.dataset) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isKnown = [...document.querySelectorAll("#known-zones option")].some(({ value }) => value === here);
  // UTC is what a browser says that does not want to be known.
  if (isKnown && here !== "UTC") zone.value = here;
}

first.addEventListener("change", () => {
  last.min = first.value;
  if (last.value && last.value < first.value) last.value = first.value;
});
