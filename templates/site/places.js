// The visitor's names in what was prepared for them: patches for the shapes of names, and each name in its stand-in's place, as text.
"use strict";
globalThis.sheetgen = Object.assign(globalThis.sheetgen ?? {}, { places: (() => {
  const words = JSON.parse(document.currentScript.dataset.words);
  const STAND_IN = /(xn--slot|slöt|slot)\.(domain|customer)/g;

  /** The open tokens with patches put in. */
  const patched = (tokens, patches) => {
    const all = [...tokens];
    const fromTheEnd = [...patches].sort((one, other) => other[0] - one[0] || other[1] - one[1]);
    for (const [start, end, put] of fromTheEnd) all.splice(start, end - start, ...put);
    return all.join("");
  };

  /** What stands in a stand-in's place: a name, or the words of an open slot. */
  const inPlace = (filled, form, slot) => {
    if (!filled[slot]) return words.open[slot];
    return form === "slöt" ? filled[slot].unicode : filled[slot].ascii;
  };

  /** A text with all names in their places. At one go: a name is never taken for a stand-in. */
  const named = (text, filled) => text.replace(STAND_IN, (_, form, slot) => inPlace(filled, form, slot));

  // as documents/lettering.py sets a name on a screen
  const COLUMNS = { big: 14, d: 22, f: 22 };
  const set = (element, name) => {
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

  const WHOLE_CODE = 30;
  const texts = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  /** A text's parts, open slots as elements. */
  const parts = (text, filled) => {
    const found = [];
    let end = 0;
    for (const { 0: standIn, 1: form, 2: slot, index } of text.matchAll(STAND_IN)) {
      const name = inPlace(filled, form, slot);
      found.push(text.slice(end, index), filled[slot] ? name : Object.assign(document.createElement("span"), { className: "empty", textContent: name }));
      end = index + standIn.length;
    }
    return [...found, text.slice(end)];
  };

  /** Markup of our own with stand-ins -> its nodes with the names in their places. */
  const nodes = (markup, filled) => {
    const template = document.createElement("template");
    template.innerHTML = markup; // our own words alone: names come after, as text
    for (const element of template.content.querySelectorAll("span[translate=no]")) {
      const [, , slot] = [...element.textContent.matchAll(STAND_IN)][0] ?? [];
      if (!slot) continue;
      set(element, named(element.textContent, filled));
      if (!filled[slot]) element.classList.add("empty");
    }
    for (const text of texts(template.content)) if (text.data.search(STAND_IN) >= 0) text.replaceWith(...parts(text.data, filled));
    for (const code of template.content.querySelectorAll("code.nb, code .nb")) if (code.textContent.length > WHOLE_CODE) code.classList.remove("nb");
    return template.content;
  };

  return { words, patched, named, nodes };
})() });
