// Ticks what somebody fills in where many rows are changed together; without this they tick it themselves.
for (const line of document.querySelectorAll("[data-bulk-field]")) {
  const tick = line.querySelector(".bulk-tick input");
  line.querySelector(".bulk-value").addEventListener("input", () => {
    tick.checked = true;
  });
}
