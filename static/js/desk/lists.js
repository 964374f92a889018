// Ticks what somebody fills in where many rows are changed together; without this they tick it themselves.
for (const line of document.querySelectorAll("[data-bulk-field]")) {
  const tick = line.querySelector(".bulk-tick input");
  const value = line.querySelector(".bulk-value");
  // Also what was filled in before this was loaded.
  if (value.querySelector("input, select, textarea")?.value) tick.checked = true;
  value.addEventListener("input", () => {
    tick.checked = true;
  });
}
