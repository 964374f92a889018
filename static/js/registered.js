// Whoever sees their own page has registered: what they typed on the way there is no longer kept (register.js).
const here = document.querySelector("[data-registered]");

try {
  const names = [here.dataset.registered, `${here.dataset.registered}.invited`];
  names.forEach((name) => localStorage.removeItem(`draft.${name}`));
} catch {
  // A browser that keeps nothing has nothing to forget.
}
