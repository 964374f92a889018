// Finds speakers as one types; without this the form asks the server, which folds alike (symposium/kit/folding.py).
const form = document.querySelector("form.find");
const letters = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ß: "ss", "ـ": "" };
const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}|['’ʻʼ‘]/gu, "").replace(/[øłđðþæœıħŧßـ]/g, (letter) => letters[letter]);

if (form && !form.q.value) {
  const people = [...document.querySelectorAll(".people > li")].map((item) => [item, fold(item.querySelector("div").textContent)]);
  const found = document.querySelector(".found");
  form.q.addEventListener("input", () => {
    const words = fold(form.q.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [item, text] of people) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    found.textContent = words.length && !shown ? form.dataset.none : "";
  });
}
