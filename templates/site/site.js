// The visitor's names. Nothing is sent, nothing is stored: they stand in the fields and in the address's fragment alone.
// What it needs besides is loaded when the visitor begins: domains.js (the rules), names.js (their tables), and what the page prepared.
// How the page then shows them is `sheetgen.show`, which the page's own script sets: sheet.js or recipe.js.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const $ = id => document.getElementById(id);
  const fields = ["domain", "customer"];
  const LONGEST_KEPT = 1000; // letters of a field that the address bears: no domain has as many
  const MOST_COMPLAINTS = 3; // with more of them it is no domain but a text
  const { words } = sheetgen.places;
  let shown = "";

  // ---- what is loaded later

  let loading = null;
  /** Whether all of it is there. */
  const load = () => loading ??= JSON.parse(own.later).reduce(
    (before, { src, integrity }) => before.then(() => new Promise((done, failed) => {
      const script = document.createElement("script");
      if (integrity) Object.assign(script, { integrity, crossOrigin: "anonymous" });
      Object.assign(script, { src, onload: done, onerror: failed });
      document.head.append(script);
    })),
    Promise.resolve(),
  ).then(() => true, () => {
    loading = null; // the next letter tries again
    return false;
  });

  // ---- what was typed

  /** What a field holds: {domain} or {} where it is empty or refused, and the lines to be said about it. */
  const read = name => {
    const typed = $(name).value;
    if (!typed.trim()) return { lines: [], refused: false };
    const { domains, problems } = sheetgen.domains.parse(typed, JSON.parse(own.own));
    const lines = problems.map(inWords);
    const refused = problems.some(({ severity }) => severity === "refusal");
    if (domains.length > 1 || problems.length > MOST_COMPLAINTS) return { lines: [words.one], refused: true };
    if (refused || !domains.length) return { lines, refused: true };
    return { domain: domains[0], lines, refused: false };
  };

  const inWords = ({ code, parts }) => sheetgen.domains.message(code, parts);

  const say = (name, { domain, lines, refused }) => {
    const filled = domain ? [words.filled.replace("{name}", `${domain.subdomains ? "*." : ""}${domain.ascii}`)] : [];
    if ($(name).type === "hidden") return; // the page has no place for this name: it is kept for the pages that have
    const text = [...filled, ...lines].join("\n");
    if ($(`${name}-say`).textContent !== text) $(`${name}-say`).textContent = text; // said once
    $(name).setAttribute("aria-invalid", String(refused));
  };

  const fill = () => {
    const found = Object.fromEntries(fields.map(name => [name, read(name)]));
    for (const name of fields) say(name, found[name]);
    const filled = Object.fromEntries(fields.map(name => [name, found[name].domain]));
    if (filled.domain && filled.customer && sheetgen.domains.isSame(filled.domain, filled.customer)) {
      say("customer", { lines: [inWords({ code: "request.same-domain", parts: {} })], refused: true });
      filled.customer = undefined;
    }
    const key = JSON.stringify(filled);
    if (key === shown) return;
    shown = key;
    sheetgen.show(filled);
  };

  const loadAndFill = async () => {
    if (await load()) return fill();
    for (const name of fields) say(name, { lines: $(name).value.trim() ? [words.failed] : [], refused: false });
  };

  // ---- the address's fragment: #domain=firma.de&customer=kunde.de

  const fragment = () => {
    const held = new URLSearchParams();
    for (const name of fields) {
      const typed = $(name).value.trim();
      if (typed && typed.length <= LONGEST_KEPT) held.set(name, typed);
    }
    return held.toString() ? `#${held}` : "";
  };
  /** Links to pages that show the same names take them along. */
  const along = () => {
    for (const link of document.querySelectorAll("a.along")) link.hash = fragment();
  };
  const keep = push => {
    const hash = fragment();
    along();
    if (hash === location.hash) return;
    history[push ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  };
  const restore = async () => {
    const held = new URLSearchParams(location.hash.slice(1));
    const named = fields.some(name => held.has(name));
    if (!named && (location.hash || !fields.some(name => $(name).value))) return; // another fragment: a place on the page
    for (const name of fields) $(name).value = held.get(name) ?? ""; // at once: what is typed meanwhile stays
    await loadAndFill();
    along();
  };

  // ---- begin

  $("without-script").hidden = true;
  $("form").hidden = false;
  let typedOn = location.hash;
  for (const name of fields) {
    $(name).addEventListener("focus", load, { once: true });
    $(name).addEventListener("input", async () => { await loadAndFill(); keep(false); });
    $(name).addEventListener("change", async () => {
      await load();
      const hash = location.hash;
      if (hash !== typedOn) { // one step back in the history for each name, not for each letter
        history.replaceState(null, "", typedOn || location.pathname + location.search);
        history.pushState(null, "", hash || location.pathname + location.search);
        typedOn = hash;
      }
    });
  }
  $("form").addEventListener("submit", event => event.preventDefault());
  $("form").addEventListener("reset", () => setTimeout(async () => {
    for (const name of fields) $(name).value = ""; // hidden ones too
    await loadAndFill();
    keep(true);
    typedOn = location.hash;
    fields.map($).find(({ type }) => type !== "hidden").focus();
  }));
  addEventListener("popstate", () => { typedOn = location.hash; restore(); });
  addEventListener("hashchange", () => { typedOn = location.hash; restore(); });
  restore();
})();
