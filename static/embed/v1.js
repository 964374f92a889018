// Shows a piece of an event on another site: <symposium-embed event="..." part="programme"><a href="...">...</a></symposium-embed>
// The link in the element stays where this script, or the answer, does not come. No cookie is sent or set.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; container-type: inline-size; color: var(--symposium-ink, inherit); background: var(--symposium-ground, transparent); overflow-wrap: break-word }
    :host([hidden]) { display: none }
    * { margin: 0; padding: 0; box-sizing: border-box; font: inherit }
    a, ::slotted(a) { color: var(--symposium-accent, currentColor); text-underline-offset: .2em }
    a:focus-visible { outline: 2px solid; outline-offset: 3px }
    h3, h4, strong, .symposium-head a { font-weight: 700 }
    h3 { font-size: 1.15em; margin-block: 1.5em .5em }
    ol { list-style: none }
    li { padding-block: .75em; border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent) }
    i { font-style: normal }
    .symposium-head span::before { content: "· " }
    .symposium-note { margin-block: .5em; padding: .5em .75em; border-inline-start: 4px solid }
    .symposium-at { font-variant-numeric: tabular-nums }
    .symposium-when .hours { display: block }
    .symposium-zone, .symposium-where { font-size: .9em; opacity: .85 }
    .symposium-registration > p { margin-block: .5em }
    .symposium-button { display: inline-block; padding: .7em 1.4em; min-block-size: 44px; border: 2px solid; border-radius: .4em; font-weight: 700; text-decoration: none }
    .symposium-button:hover { text-decoration: underline }
    @container (min-width: 30em) { li { display: grid; grid-template-columns: 8em 1fr; gap: 1em } }
    @media print { li { break-inside: avoid } }
  `);

  class Embed extends HTMLElement {
    static observedAttributes = ["event", "part", "language", "accent", "ink", "ground"];

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(document.createElement("slot"));
    }

    connectedCallback() {
      this.load();
    }

    attributeChangedCallback(name, before, now) {
      if (["accent", "ink", "ground"].includes(name)) {
        if (now && CSS.supports("color", now)) this.style.setProperty(`--symposium-${name}`, now);
        else this.style.removeProperty(`--symposium-${name}`);
      } else if (before !== now && this.isConnected) this.load();
    }

    async load() {
      const [event, part, language] = ["event", "part", "language"].map((name) => this.getAttribute(name) || "");
      const turn = (this.turn = {});
      let words = "";
      if (/^[-\w]+$/.test(event) && /^[-\w]*$/.test(part + language)) {
        const path = `events/${event}/embed/${part || "programme"}.html`;
        this.ariaBusy = "true";
        try {
          const answer = await fetch(`${home}/${language && `${language}/`}${path}`, { credentials: "omit" });
          if (answer.ok) words = await answer.text();
        } catch {}
      }
      // Another attribute was set meanwhile: its own answer comes.
      if (turn !== this.turn) return;
      this.ariaBusy = null;
      if (words) this.shadowRoot.innerHTML = words;
      else this.shadowRoot.replaceChildren(document.createElement("slot"));
    }
  }

  customElements.get("symposium-embed") || customElements.define("symposium-embed", Embed);
})();
