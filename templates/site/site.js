// The visitor's own sheet. Nothing is sent, nothing is stored: the names stand in the fields and in the address's fragment alone.
// What it needs besides is loaded when the visitor begins: domains.js (the rules), names.js (their tables), sheet-<lang>.js (the sheet).
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const $ = id => document.getElementById(id);
  const fields = ["domain", "customer"];
  const words = JSON.parse(own.words);
  const open = { sheet: $("sheet").innerHTML, text: $("text").textContent, title: document.title };
  let shown = "";

  // ---- what is loaded later

  let loading = null;
  const load = () => loading ??= JSON.parse(own.later).reduce(
    (before, { src, integrity }) => before.then(() => new Promise((done, failed) => {
      const script = document.createElement("script");
      if (integrity) Object.assign(script, { integrity, crossOrigin: "anonymous" });
      Object.assign(script, { src, onload: done, onerror: failed });
      document.head.append(script);
    })),
    Promise.resolve(),
  ).catch(failed => {
    loading = null; // the next letter tries again
    throw failed;
  });

  // ---- what was typed

  /** What a field holds: {domain} or {} where it is empty or refused, and the lines to be said about it. */
  const read = name => {
    const typed = $(name).value;
    if (!typed.trim()) return { lines: [], refused: false };
    const { domains, problems } = sheetgen.domains.parse(typed, JSON.parse(own.own));
    const lines = problems.map(inWords);
    const refused = problems.some(({ severity }) => severity === "refusal");
    if (domains.length > 1) return { lines: [words.one], refused: true };
    if (refused || !domains.length) return { lines, refused: true };
    return { domain: domains[0], lines, refused: false };
  };

  /** A complaint as the command line says it: what is wrong, and what to type instead. */
  const inWords = ({ code, parts }) => {
    const { message } = sheetgen.domains;
    const [text, hint] = [message(code, parts), message(code, parts, true)];
    return hint ? `${text}; ${hint}` : text;
  };

  const say = (name, { domain, lines, refused }) => {
    const filled = domain ? [words.filled.replace("{name}", `${domain.subdomains ? "*." : ""}${domain.ascii}`)] : [];
    $(`${name}-say`).textContent = [...filled, ...lines].join("\n");
    $(name).setAttribute("aria-invalid", String(refused));
  };

  // ---- the sheet: the open one with a patch for each name's shape, and the names in their places

  const shape = domain => {
    const form = domain.unicode === domain.ascii ? "plain" : [...domain.unicode].every((c) => c === "." || c === "-" || sheetgen.names.shown(c)) ? "international" : "not-shown";
    return form + (domain.subdomains ? "*" : "");
  };

  const patched = (prepared, domain, customer) => {
    const tokens = [...prepared.tokens];
    const patches = [...(domain ? prepared.domain[shape(domain)] : []), ...(customer ? prepared.customer[shape(customer)] : [])];
    patches.sort((one, other) => other[0] - one[0] || other[1] - one[1]);
    for (const [start, end, put] of patches) tokens.splice(start, end - start, ...put);
    return tokens.join("");
  };

  /** A sheet with the names in their stand-ins' places; in an open slot, the words that stand there. At one go: a name is never taken for a stand-in. */
  const named = (sheet, filled) => sheet.replace(/(xn--slot|slöt|slot)\.(domain|customer)/g, (_, form, slot) => {
    if (!filled[slot]) return words.open[slot];
    return form === "slöt" ? filled[slot].unicode : filled[slot].ascii;
  });

  // as documents/text.py breaks a run of words into lines: within 72 columns, but for a long word
  const WIDTH = 72;
  const apart = word => /^(?:From(?:\s|$)|>|--$)/.test(word) ? " " : "";
  const broken = run => {
    const [text, indent = ""] = run.split("\t");
    const [first, ...rest] = text.split(" ");
    const lines = [];
    let line = (indent || apart(first)) + first;
    for (const word of rest) {
      if ([...line].length + 1 + [...word].length > WIDTH) { // code points, as Python counts
        lines.push(line);
        line = (" ".repeat(indent.length) || apart(word)) + word;
      } else line += ` ${word}`;
    }
    return [...lines, line].map(one => one.replaceAll("\u00a0", " ").trimEnd());
  };
  const filledText = filled =>
    named(patched(sheetgen.sheet.text, filled.domain, filled.customer), filled).split("\n").flatMap(broken).join("\n");

  // as documents/lettering.py sets a name on a screen
  const COLUMNS = { big: 14, d: 22, f: 22 };
  const place = (element, name) => {
    const big = Boolean(element.closest(".dom"));
    const style = element.classList.contains("big") || big ? "big" : element.classList.contains("d") ? "d" : "f";
    const ascii = /^[\x00-\x7f]*$/.test(name);
    const widest = Math.max(...name.split(".").map(label => [...label].length));
    element.className = ascii ? (style === "f" && name.length > 48 ? "d" : style) : widest > 40 ? "f w" : "f";
    if ([...name].length <= COLUMNS[style]) {
      element.textContent = name;
      return;
    }
    const labels = name.split(".").map((label, i, all) => Object.assign(document.createElement("span"), {
      className: "l", textContent: i < all.length - 1 ? `${label}.` : label,
    }));
    element.replaceChildren(...labels.flatMap((label, i) => i ? [document.createElement("wbr"), label] : [label]));
  };

  const fillSheet = filled => {
    const template = document.createElement("template");
    template.innerHTML = patched(sheetgen.sheet.html, filled.domain, filled.customer); // our own words alone: names come after, as text
    for (const element of template.content.querySelectorAll("[translate=no]")) {
      const text = element.textContent;
      const slot = fields.find(name => text.includes(`t.${name}`));
      if (!slot) continue;
      place(element, named(text, filled));
      if (!filled[slot]) element.classList.add("empty");
    }
    $("sheet").replaceChildren(template.content);
    fitTitle();
  };

  /** The largest of four sizes in which the name stands on one line. */
  const fitTitle = () => {
    const title = $("sheet").querySelector(".dom");
    if (!title) return;
    for (const size of ["k1", "k2", "k3", "k4"]) {
      title.classList.remove("k1", "k2", "k3", "k4");
      title.classList.add(size);
      if (size === "k4" || title.getClientRects().length === 0 || title.scrollHeight < 1.9 * parseFloat(getComputedStyle(title).fontSize)) break;
    }
  };

  const fill = () => {
    const found = Object.fromEntries(fields.map(name => [name, read(name)]));
    for (const name of fields) say(name, found[name]);
    const filled = Object.fromEntries(fields.map(name => [name, found[name].domain]));
    const same = filled.domain && filled.customer && filled.domain.ascii === filled.customer.ascii;
    if (same) {
      say("customer", { lines: [inWords({ code: "request.same-domain", parts: { name: filled.customer.unicode } })], refused: true });
      filled.customer = undefined;
    }
    const key = JSON.stringify(filled);
    if (key === shown) return;
    shown = key;
    if (!filled.domain && !filled.customer) {
      $("sheet").innerHTML = open.sheet;
      $("text").textContent = open.text;
      document.title = open.title;
    } else {
      fillSheet(filled);
      $("text").textContent = filledText(filled);
      document.title = filled.domain ? `${words.title} – ${filled.domain.unicode}` : open.title;
    }
    const stem = ["tls-kommunikation", ...(filled.domain ? [filled.domain.ascii] : []), document.documentElement.lang].join("_");
    URL.revokeObjectURL($("download").href);
    $("download").href = URL.createObjectURL(new Blob([$("text").textContent], { type: "text/plain;charset=utf-8" }));
    $("download").download = `${stem}.txt`;
  };

  // ---- the address's fragment: #domain=firma.de&customer=kunde.de

  const fragment = () => {
    const held = new URLSearchParams();
    for (const name of fields) if ($(name).value.trim()) held.set(name, $(name).value.trim());
    return held.toString() ? `#${held}` : "";
  };
  const keep = push => {
    const hash = fragment();
    $("other").hash = hash;
    if (hash === location.hash) return;
    history[push ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  };
  const restore = async () => {
    const held = new URLSearchParams(location.hash.slice(1));
    const named = fields.some(name => held.has(name));
    if (!named && (location.hash || !fields.some(name => $(name).value))) return; // another fragment: a place on the page
    for (const name of fields) $(name).value = held.get(name) ?? ""; // at once: what is typed meanwhile stays
    await load();
    fill();
    $("other").hash = fragment();
  };

  // ---- begin

  $("without-script").hidden = true;
  $("form").hidden = false;
  $("tools").hidden = false;
  $("download").href = URL.createObjectURL(new Blob([open.text], { type: "text/plain;charset=utf-8" }));
  $("download").download = `tls-kommunikation_${document.documentElement.lang}.txt`;
  let typedOn = location.hash;
  for (const name of fields) {
    $(name).addEventListener("focus", load, { once: true });
    $(name).addEventListener("input", async () => { await load(); fill(); keep(false); });
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
  $("form").addEventListener("reset", () => setTimeout(async () => { await load(); fill(); keep(true); typedOn = location.hash; $("domain").focus(); }));
  addEventListener("popstate", () => { typedOn = location.hash; restore(); });
  addEventListener("hashchange", () => { typedOn = location.hash; restore(); });
  addEventListener("resize", fitTitle);
  $("print").addEventListener("click", () => print());
  const label = $("copy").textContent;
  $("copy").addEventListener("click", async () => {
    const button = $("copy");
    try {
      await navigator.clipboard.writeText($("text").textContent);
    } catch { // no clipboard without https, or it is refused: the text stands selected, to be copied by hand
      getSelection().selectAllChildren($("text"));
      return;
    }
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
  restore();
})();
