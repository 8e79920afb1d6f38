// Unpacks the tables that sheetgen/site/packed.py writes, each when it is first asked for.
"use strict";
globalThis.sheetgen = Object.assign(globalThis.sheetgen ?? {}, { unpack: (() => {
  const once = (make) => { let made; return () => (made ??= make()); };
  const number = (text) => parseInt(text, 36);
  const character = String.fromCodePoint;

  /** packed.runs -> a function from characters to what `read` makes of their values. */
  function unpackRuns(packed, read) {
    const ends = [];
    const values = [];
    let end = 0;
    for (const [, length, value] of packed.matchAll(/([0-9a-z]+)([A-Z]+)/g)) {
      ends.push(end += number(length));
      values.push(read(value));
    }
    return (c) => {
      const code = c.codePointAt(0);
      let low = 0;
      let high = ends.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (code < ends[middle]) high = middle; else low = middle + 1;
      }
      return values[low];
    };
  }

  /** packed.steps -> a map from characters to what replaces them. */
  function unpackSteps(packed) {
    const replaced = new Map();
    let first = 0;
    for (const entry of packed.split(" ")) {
      const [run, characters] = entry.split("=");
      const [gap, count, step, distance] = run.split(".").map(number);
      first += gap;
      if (characters !== undefined) replaced.set(character(first), character(...characters.split("+").map(number)));
      for (let i = 0; i < (count ?? 0); i++) replaced.set(character(first + i * step), character(first + i * step + distance));
    }
    return replaced;
  }

  /** packed.tree -> a list of names. */
  function unpackTree(packed) {
    const names = [];
    const above = [];
    let name = "";
    for (const [, label, gap, mark] of packed.matchAll(/([^,()~]*)(~?)([,()]|$)/g)) {
      if (label) name = above.length ? `${label}.${above.at(-1)}` : label;
      if (label && !gap) names.push(name);
      if (mark === "(") above.push(name);
      if (mark === ")") above.pop();
    }
    return names;
  }

  /** Trees of rules by section -> by what the rule begins with, a map from the rest to the section. */
  function unpackRules(sections) {
    const rules = { "!": new Map(), "*.": new Map(), "": new Map() };
    for (const [section, packed] of Object.entries(sections)) {
      for (const rule of unpackTree(packed)) {
        const [, mark, name] = rule.match(/^(!|\*\.|)(.*)$/);
        rules[mark].set(name, section);
      }
    }
    return rules;
  }

  const each = (tables, make) => Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, make(table)]));

  function lazyRuns(packed, read = (value) => value) {
    const table = once(() => unpackRuns(packed, read));
    return (c) => table()(c);
  }

  return ({ members, values, script, scripts, mapped, freemail, suffixes, ...plain }) => ({
    ...plain,
    ...each(members, (packed) => lazyRuns(packed, (value) => value === "Y")),
    ...each(values, (packed) => lazyRuns(packed)),
    script: lazyRuns(script, (letters) => scripts[number(letters[0]) * 26 + number(letters[1]) - 270].split(" ").filter(Boolean)),
    mapped: once(() => unpackSteps(mapped)),
    freemail: once(() => new Set(freemail.split(" "))),
    suffixes: once(() => unpackRules(suffixes)),
  });
})() });
