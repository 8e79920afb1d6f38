// The visitor's own sheet, its text, and what is taken away of it: the open sheet with a patch for each name's shape.
(() => {
  "use strict";
  const { words, patched, named, nodes } = sheetgen.places;
  const $ = id => document.getElementById(id);
  const open = { sheet: $("sheet").innerHTML, text: $("text").textContent, title: document.title };

  const shape = domain => {
    const form = domain.unicode === domain.ascii ? "plain" : [...domain.unicode].every((c) => c === "." || c === "-" || sheetgen.names.shown(c)) ? "international" : "not-shown";
    return form + (domain.subdomains ? "*" : "");
  };
  const of = (prepared, { domain, customer }) =>
    patched(prepared.tokens, [...(domain ? prepared.domain[shape(domain)] : []), ...(customer ? prepared.customer[shape(customer)] : [])]);

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
    named(of(sheetgen.sheet.text, filled), filled).split("\n").flatMap(broken).join("\n");

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

  /** Offer the text as a file, under the domain's name. */
  const offer = domain => {
    const stem = ["tls-kommunikation", ...(domain ? [domain.ascii] : []), document.documentElement.lang].join("_");
    URL.revokeObjectURL($("download").href);
    $("download").href = URL.createObjectURL(new Blob([$("text").textContent], { type: "text/plain;charset=utf-8" }));
    $("download").download = `${stem}.txt`;
  };

  sheetgen.show = filled => {
    if (!filled.domain && !filled.customer) {
      $("sheet").innerHTML = open.sheet;
      $("text").textContent = open.text;
      document.title = open.title;
    } else {
      $("sheet").replaceChildren(nodes(of(sheetgen.sheet.html, filled), filled));
      fitTitle();
      $("text").textContent = filledText(filled);
      document.title = filled.domain ? `${words.title} – ${filled.domain.unicode}` : open.title;
    }
    offer(filled.domain);
  };

  // ---- begin

  $("tools").hidden = false;
  offer();
  addEventListener("resize", fitTitle);
  $("print").addEventListener("click", () => print());
  const label = $("copy").textContent;
  $("copy").addEventListener("click", async () => {
    if (!await sheetgen.copied($("text"))) return;
    $("copy").textContent = words.copied;
    setTimeout(() => { $("copy").textContent = label; }, 2000);
  });
})();
