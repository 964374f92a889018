// How many characters of a biography are left, said while it is written; the server counts as well.
const field = document.querySelector("textarea[data-longest]");

if (field) {
  const said = document.createElement("p");
  const longest = Number(field.dataset.longest);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  said.className = "help speaking-count";
  said.setAttribute("aria-live", "off");
  field.after(said);
  const count = () => {
    const length = [...field.value.replaceAll("\r\n", "\n").trim()].length;
    said.textContent = `${number.format(length)} / ${number.format(longest)}`;
    said.classList.toggle("error", length > longest);
  };
  field.addEventListener("input", count);
  count();
}
