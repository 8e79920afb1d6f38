// What a visitor types as a domain -> the domains, with every complaint: the rules of sheetgen/domain.py and what it calls, held equal
// by tests/site/. The tables `sheetgen.names` (sheetgen/site/names.py) decide alone: no \p{…}, no URL parser, no lower-casing beyond
// ASCII, since each browser has a Unicode of its own.
"use strict";
globalThis.sheetgen = Object.assign(globalThis.sheetgen ?? {}, { domains: (() => {
  const LONGEST_TYPED = 10_000;
  const LONGEST_SHOWN = 300;
  const LONGEST_LABEL = 63;
  const LONGEST_NAME = 253; // RFC 1035, section 2.3.4
  const NAMED_AT_MOST = 12;

  const names = () => sheetgen.names; // it may come later than this script

  // ---- errors.py

  const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);

  function length(text) {
    let characters = 0;
    for (const _ of text) characters++;
    return characters;
  }

  function printable(text) {
    const shown = text.length <= LONGEST_SHOWN ? text : [...text.slice(0, 2 * LONGEST_SHOWN)].slice(0, LONGEST_SHOWN).join("");
    const safe = shown.replace(/[^ -~]/gu, (c) => (names().hidden(c) ? `\\u{${c.codePointAt(0).toString(16)}}` : c));
    return shown.length === text.length ? safe : `${safe}… (${length(text)} characters)`;
  }

  // ---- hostname.py

  class UnfitName {
    constructor(code, parts = {}) {
      Object.assign(this, { code, parts });
    }
  }

  const unfit = (code, parts) => { throw new UnfitName(`domain.${code}`, parts); };

  function attempt(make, otherwise) {
    try {
      return make();
    } catch (fault) {
      if (fault instanceof UnfitName) return otherwise(fault);
      throw fault;
    }
  }

  function plainName(typed) {
    const unseen = typed.match(/[\x00-\x1f\x7f]/g);
    if (unseen) unfit("invisible-character", { characters: named(unseen) });
    const name = typed.toLowerCase();
    refuseUnderscores(name);
    refuseLongName(name);
    name.split(".").forEach(refuseUnfitLabel);
    return { ascii: name, unicode: name };
  }

  /** RFC 1123, section 2.1, and UTS 46's rule on hyphens. */
  function refuseUnfitLabel(label) {
    if (!label) unfit("empty-label");
    const strange = label.match(/[^a-z0-9-]/g);
    if (strange) unfit("character", { characters: named(strange) });
    if (label.length > LONGEST_LABEL) unfit("label-too-long", { label });
    if (hasBadHyphens(label)) unfit("hyphen", { label });
  }

  const hasBadHyphens = (label) => /^-|-$|^..--/su.test(label);

  function refuseUnderscores(name) {
    if (name.includes("_")) unfit("underscore");
  }

  function refuseLongName(name, longest = LONGEST_NAME) {
    if (length(name) > longest) unfit("name-too-long", { length: String(length(name)) });
  }

  function named(characters) {
    const codes = Array.from(new Set(characters), (c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
    const listed = codes.slice(0, NAMED_AT_MOST).map((code) => `${code} ${names().characters[code] ?? ""}`.trimEnd());
    return listed.join(", ") + (codes.length > NAMED_AT_MOST ? ", …" : "");
  }

  // ---- Punycode, RFC 3492

  const FIRST = 0x80;
  const FIRST_BIAS = 72;
  const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
  const threshold = (k, bias) => Math.min(Math.max(k - bias, 1), 26);

  function adapt(delta, points, isFirst) {
    let left = Math.floor(delta / (isFirst ? 700 : 2));
    left += Math.floor(left / points);
    let k = 0;
    for (; left > 455; k += 36) left = Math.floor(left / 35);
    return k + Math.floor((36 * left) / (left + 38));
  }

  function encodePunycode(label) {
    const codes = Array.from(label, (c) => c.codePointAt(0));
    const base = codes.filter((code) => code < FIRST);
    let text = String.fromCodePoint(...base) + (base.length ? "-" : "");
    let [delta, bias, done, last] = [0, FIRST_BIAS, base.length, FIRST];
    for (const next of [...new Set(codes)].filter((code) => code >= FIRST).sort((a, b) => a - b)) {
      delta += (next - last) * (done + 1);
      for (const code of codes) {
        if (code < next) delta++;
        if (code !== next) continue;
        let left = delta;
        for (let k = 36; ; k += 36) {
          const t = threshold(k, bias);
          if (left < t) break;
          text += DIGITS[t + ((left - t) % (36 - t))];
          left = Math.floor((left - t) / (36 - t));
        }
        text += DIGITS[left];
        bias = adapt(delta, done + 1, done === base.length);
        delta = 0;
        done++;
      }
      delta++;
      last = next + 1;
    }
    return text;
  }

  /** What stands behind `xn--` -> the label, or null where it is no Punycode. */
  function decodePunycode(text) {
    const hyphen = text.lastIndexOf("-");
    const codes = Array.from(text.slice(0, Math.max(hyphen, 0)), (c) => c.codePointAt(0));
    let [code, at, bias, position] = [FIRST, 0, FIRST_BIAS, hyphen + 1];
    for (let isFirst = true; position < text.length; isFirst = false) {
      let [delta, weight] = [0, 1];
      for (let k = 36; ; k += 36) {
        const digit = position < text.length ? DIGITS.indexOf(text[position++]) : -1;
        if (digit < 0) return null;
        delta += digit * weight;
        const t = threshold(k, bias);
        if (digit < t) break;
        weight *= 36 - t;
      }
      at += delta;
      code += Math.floor(at / (codes.length + 1));
      at %= codes.length + 1;
      if (code > 0x10ffff) return null;
      codes.splice(at++, 0, code);
      bias = adapt(delta, codes.length, isFirst);
    }
    return String.fromCodePoint(...codes);
  }

  // ---- idn.py, and of the package idna what it calls

  const A_LABEL = "xn--";
  const JOINERS = "\u200c\u200d";
  const RIGHT_TO_LEFT = ["R", "AL", "AN"];
  const ARABIC_DIGIT = /[\u0660-\u0669]/;
  const PERSIAN_DIGIT = /[\u06f0-\u06f9]/;

  function internationalName(typed) {
    refuseLongName(typed, LONGEST_NAME * 4); // of decomposed characters, at most four become one
    const characters = [...typed];
    const unseen = characters.filter((c) => names().unseen(c) && !JOINERS.includes(c));
    if (unseen.length) unfit("invisible-character", { characters: named(unseen) });
    const speltOut = characters.filter((c) => names().speltOut(c));
    if (speltOut.length) {
      const plain = characters.map((c) => (speltOut.includes(c) ? c.normalize("NFKC") : c)).join("");
      unfit("compatibility-character", { characters: named(speltOut), plain });
    }
    const name = remap(characters);
    refuseUnderscores(name);
    refuseLongName(name);
    const labels = name.split(".").map(judgeLabel);
    const ascii = labels.map((label) => label.ascii).join(".");
    const unicode = labels.map((label) => label.unicode).join(".");
    refuseLongName(ascii);
    // RFC 5893, section 2: one right-to-left label puts each label of the name under the Bidi rule
    if (Array.from(unicode).some((c) => RIGHT_TO_LEFT.includes(names().direction(c)))) {
      for (const label of unicode.split(".")) refuseBrokenDirection(label);
    }
    return { ascii, unicode };
  }

  /** UTS 46, section 4, without its rules on ASCII. */
  function remap(characters) {
    const strange = characters.find((c) => names().disallowed(c));
    if (strange !== undefined) unfit("character", { label: "", characters: named([strange]) });
    return compose(characters.map((c) => names().mapped().get(c) ?? c).join(""));
  }

  /** NFC by the browser, but for letters younger than the tables: they are hidden, and nothing hidden composes. */
  function compose(text) {
    let [composed, run] = ["", ""];
    for (const c of text) {
      if (!names().hidden(c)) { run += c; continue; }
      composed += run.normalize("NFC") + c;
      run = "";
    }
    return composed + run.normalize("NFC");
  }

  function judgeLabel(label) {
    if (isAscii(label) && label.startsWith(A_LABEL) && label.length <= LONGEST_LABEL) {
      const unicode = decodeLabel(label);
      if (unicode === null) unfit("a-label", { label });
      return { ascii: label, unicode };
    }
    if (isAscii(label)) {
      refuseUnfitLabel(label);
      return { ascii: label, unicode: label };
    }
    return attempt(() => {
      checkLabel(label);
      const ascii = A_LABEL + encodePunycode(label);
      if (ascii.length > LONGEST_LABEL) unfit("label-too-long", { label, characters: "" });
      return { ascii, unicode: label };
    }, (fault) => {
      if (label.startsWith(A_LABEL)) unfit("a-label", { label });
      throw fault;
    });
  }

  /** RFC 5891, section 5.3: an A-label is the Punycode of a valid label, and its only one. */
  function decodeLabel(label) {
    const text = label.slice(A_LABEL.length);
    if (!text || text.endsWith("-")) return null;
    const unicode = decodePunycode(text);
    if (unicode === null || encodePunycode(unicode) !== text || compose(unicode) !== unicode) return null;
    return attempt(() => checkLabel(unicode) ?? unicode, () => null);
  }

  /** RFC 5891, section 4.2, for a label in NFC. */
  function checkLabel(label) {
    const characters = [...label];
    const refuse = (code, character) => unfit(code, { label, characters: character ? named([character]) : "" });
    if (hasBadHyphens(label)) refuse("hyphen");
    if (names().mark(characters[0]) && names().valid(characters[0])) refuse("character", characters[0]);
    characters.forEach((c, i) => {
      if (JOINERS.includes(c)) {
        if (i > 0 && names().beforeJoiner(characters[i - 1]) === "U") refuse("character", c);
        if (!mayJoin(characters, i)) refuse("invisible-character", c);
      } else if (!(isInContext(characters, i) ?? names().valid(c))) {
        refuse("character", c);
      }
    });
    if (characters.some((c) => ["UNKNOWN", ...RIGHT_TO_LEFT].includes(names().direction(c)))) refuseBrokenDirection(label);
  }

  /** RFC 5892, appendices A.1 and A.2. */
  function mayJoin(characters, i) {
    if (i > 0 && names().beforeJoiner(characters[i - 1]) === "V") return true;
    const joins = (side, types) => types.includes(names().joining(side.find((c) => names().joining(c) !== "T") ?? "-"));
    return characters[i] === "\u200c" && joins(characters.slice(0, i).reverse(), "LD") && joins(characters.slice(i + 1), "RD");
  }

  /** RFC 5892, appendices A.3 to A.9; undefined for what has no such rule. */
  function isInContext(characters, i) {
    const [before, character, after] = [characters[i - 1], characters[i], characters[i + 1]];
    const scriptOf = (c) => c && names().contextScript(c);
    if (character === "\u00b7") return before === "l" && after === "l";
    if (character === "\u0375") return scriptOf(after) === "GREEK";
    if (character === "\u05f3" || character === "\u05f4") return scriptOf(before) === "HEBREW";
    if (character === "\u30fb") return characters.some((c) => c !== "\u30fb" && ["HIRAGANA", "KATAKANA", "HAN"].includes(scriptOf(c)));
    if (ARABIC_DIGIT.test(character)) return !PERSIAN_DIGIT.test(characters.join(""));
    if (PERSIAN_DIGIT.test(character)) return !ARABIC_DIGIT.test(characters.join(""));
    return undefined;
  }

  const NEUTRAL = ["EN", "ES", "CS", "ET", "ON", "BN", "NSM"];
  const ALLOWED = { R: ["R", "AL", "AN", ...NEUTRAL], L: ["L", ...NEUTRAL] };
  const ENDING = { R: ["R", "AL", "EN", "AN"], L: ["L", "EN"] };

  /** RFC 5893, section 2, in the order in which idna looks. */
  function refuseBrokenDirection(label) {
    const characters = [...label];
    const directions = characters.map((c) => names().direction(c));
    const refuse = (code, i) => unfit(code, { label, characters: named([characters[i]]) });
    const unknown = directions.indexOf("UNKNOWN");
    if (unknown >= 0) refuse("character", unknown);
    if (!["R", "AL", "L"].includes(directions[0])) refuse("bidi", 0); // rule 1
    const writing = directions[0] === "L" ? "L" : "R";
    const digits = directions.find((d) => d === "EN" || d === "AN");
    directions.forEach((d, i) => {
      if (!ALLOWED[writing].includes(d)) refuse("bidi", i); // rules 2 and 5
      if (writing === "R" && (d === "EN" || d === "AN") && d !== digits) refuse("bidi", i); // rule 4
    });
    const last = directions.findLastIndex((d) => d !== "NSM");
    if (!ENDING[writing].includes(directions[last])) refuse("bidi", last); // rules 3 and 6
  }

  // ---- scripts.py

  /** UTS 39, section 5.1. */
  function mixesScripts(label) {
    let common = null;
    for (const c of label) {
      const written = names().script(c);
      if (written.length) common = common === null ? written : common.filter((script) => written.includes(script));
    }
    return common !== null && !common.length;
  }

  // ---- suffixes.py

  const EXAMPLE = "example";

  /** https://github.com/publicsuffix/list/wiki/Format, but that a name without a rule has no suffix. */
  function publicSuffix(name) {
    const labels = name.split(".");
    for (let depth = labels.length, at = 0; depth > 0; depth--, at = name.indexOf(".", at) + 1) {
      const ending = name.slice(at);
      for (const [mark, size] of [["!", depth - 1], ["*.", depth + 1], ["", depth]]) {
        const section = names().suffixes()[mark].get(ending);
        if (section) return { name: labels.slice(-size).join("."), section };
      }
    }
    return null;
  }

  function registrable(name) {
    const labels = name.split(".");
    const suffix = labels.at(-1) === EXAMPLE ? { name: EXAMPLE } : publicSuffix(name);
    if (!suffix) return null;
    const size = suffix.name.split(".").length + 1;
    return size <= labels.length ? labels.slice(-size).join(".") : null;
  }

  // ---- domain.py

  const BETWEEN = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000,;]+/; // blanks as Python has them
  const QUOTES = "\"'`´()<>{}[]„“”‚‘’«»‹›";
  const QUOTE = `[${QUOTES.replace(/[\]\[]/g, "\\$&")}]`;
  const QUOTED = new RegExp(`^(?:${QUOTE}.*|.*${QUOTE})$`);
  const ADDRESSEE = /^ *[^<>@.,; ](?:[^<>@.]|\.(?=[ .,;"'<-]))*<([^<>@]+@[^<>]+)>[ ,;]*$/;
  const IP_ADDRESS = new RegExp(
    String.raw`^([^/\\@]*@)?(` + // user@[192.0.2.1]
    String.raw`\[?([iıİ]pv6:)?[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(%[^\]]*)?\]?(:[0-9]*)?|` + // 2001:db8::1, [IPv6:…], [fe80::1%eth0]:25
    String.raw`\[[0-9][0-9.]*(/[0-9]+)?\]?([:/][0-9]*)?|` + // [192.0.2.1]:25
    String.raw`([0-9]+\.){3}[0-9]+[:/][0-9]+)$`, "i"); // 192.0.2.1:25, 192.0.2.0/24
  const LINK = /^(?:ma[iıİ]lto:.*|[^/\\]*[/\\].*)$/i; // Python takes ı and İ for an i
  const LINK_HOST = /^(?:[A-Za-z][A-Za-z0-9+.-]*:(?![0-9]))?[/\\]*(?:[^/\\@?#]*@)?([^/\\:?#]*).*$/;
  const ELSEWHERE = ["test", "invalid", "localhost", "local", "internal", "onion", "alt", "arpa"];
  const FOR_DOCUMENTATION = ["example", "example.com", "example.net", "example.org"];
  const IDEOGRAPHIC = { "。": ".", "、": "," };

  /** The domains of a text that aren't refused, and all its problems; `own` lists the platform's domains in A-labels. */
  function parse(typed, own = []) {
    if (typed.length > LONGEST_TYPED && length(typed) > LONGEST_TYPED) {
      return { domains: [], problems: [problem("domain.too-much-text", typed, { limit: String(LONGEST_TYPED) })] };
    }
    const domains = new Map();
    const problems = [];
    for (const piece of new Set(inOrdinaryWidth(typed).replace(ADDRESSEE, "$1").split(BETWEEN).filter(Boolean))) {
      attempt(() => {
        const domain = judge(piece, own);
        const key = `${domain.ascii} ${domain.subdomains}`;
        if (domains.has(key)) return;
        domains.set(key, domain);
        problems.push(...remarks(domain, piece).map(([code, name]) => problem(code, piece, { name, ascii: domain.ascii })));
      }, (fault) => problems.push(problem(fault.code, piece, fault.parts)));
    }
    if (!domains.size && !problems.length) problems.push(problem("domain.empty", typed));
    return { domains: [...domains.values()], problems };
  }

  function problem(code, typed, parts = {}) {
    const shown = Object.entries({ typed, ...parts }).map(([part, value]) => [part, printable(value)]);
    return { code, severity: names().severities[code], parts: Object.fromEntries(shown) };
  }

  function inOrdinaryWidth(typed) {
    if (isAscii(typed)) return typed;
    return Array.from(typed, (c) => { const n = names().wide(c) ? c.normalize("NFKC") : c; return IDEOGRAPHIC[n] ?? n; }).join("");
  }

  function judge(piece, own) {
    refuseShape(piece);
    const at = piece.lastIndexOf("@");
    if (piece.slice(0, Math.max(at, 0)).includes("@")) unfit("character", { characters: named("@") });
    const host = piece.slice(at + 1);
    const bare = host.replace(/^\*?\./, "");
    const name = judgeName(bare.replace(/\.$/, ""));
    refuseUnusable(name);
    const domain = { ...name, subdomains: bare !== host };
    const holds = (o) => isWithin(domain.ascii, o) || (domain.subdomains && isWithin(o, domain.ascii));
    if (own.some(holds)) unfit("own", { name: domain.unicode });
    return domain;
  }

  function refuseShape(piece) {
    if (IP_ADDRESS.test(piece)) unfit("ip-address");
    if (LINK.test(piece)) unfit("url", { suggest: suggestion(piece.replace(LINK_HOST, "$1"), true) });
    if (QUOTED.test(piece)) unfit("quoted", { suggest: suggestion(strip(piece.replace(/:[0-9]+$/, ""), QUOTES)) });
    if (/^[^:]*:[0-9]+$/.test(piece)) unfit("port", { suggest: suggestion(piece.split(":")[0]) });
  }

  /** The name that was probably meant, cut to the registrable one for a web host. */
  function suggestion(piece, shorten = false) {
    return attempt(() => {
      const { ascii, unicode } = judge(piece, []);
      const size = ((shorten && registrable(ascii)) || ascii).split(".").length;
      return unicode.split(".").slice(-size).join(".");
    }, () => "firma.example");
  }

  /** Not by /x+$/, which takes seconds over many that are not at the end. */
  function strip(text, characters) {
    let [first, end] = [0, text.length];
    while (first < end && characters.includes(text[first])) first++;
    while (first < end && characters.includes(text[end - 1])) end--;
    return text.slice(first, end);
  }

  function judgeName(host) {
    if (!host.replaceAll(".", "")) unfit("empty");
    if (host.includes("*")) {
      unfit("wildcard", { suggest: `*.${suggestion(strip(host.slice(host.lastIndexOf("*") + 1), "."))}` });
    }
    return isAscii(host) && !host.toLowerCase().includes(A_LABEL) ? plainName(host) : internationalName(host);
  }

  /** A name at which nobody can have a mail domain of their own. */
  function refuseUnusable(name) {
    const topLevel = name.ascii.split(".").at(-1);
    const suffix = publicSuffix(name.ascii);
    if (/^(?:[0-9]+|0x[0-9a-f]*)$/.test(topLevel)) unfit("ip-address");
    if (ELSEWHERE.includes(topLevel)) unfit("special-use", { ending: topLevel });
    if (!suffix && topLevel === name.ascii) unfit("single-label");
    if (!suffix && topLevel !== EXAMPLE) unfit("unknown-top-level", { ending: name.unicode.split(".").at(-1) });
    if (suffix?.name === name.ascii && suffix.section === "icann") unfit("public-suffix", { name: name.unicode });
  }

  /** Doubts and warnings, each with the name that it speaks of. */
  function remarks(domain, piece) {
    const { ascii, unicode } = domain;
    const found = [];
    if (piece.lastIndexOf("@") > 0) found.push(["domain.local-part", unicode]);
    if (FOR_DOCUMENTATION.some((reserved) => isWithin(ascii, reserved))) found.push(["domain.reserved", unicode]);
    const provider = ascii.split(".").map((_, i, labels) => labels.slice(i).join(".")).find((n) => names().freemail().has(n));
    if (provider) found.push(["domain.freemail", provider]);
    if (publicSuffix(ascii)?.name === ascii) found.push(["domain.private-suffix", unicode]);
    if (!isAscii(unicode) && unicode.split(".").some(mixesScripts)) found.push(["domain.mixed-script", unicode]);
    return found;
  }

  const isWithin = (name, parent) => name === parent || name.endsWith(`.${parent}`);

  /** request.py: equal, or one below the other where that one includes its subdomains. */
  function isSame(one, other) {
    const holds = (a, b) => a.ascii === b.ascii || (a.subdomains && isWithin(b.ascii, a.ascii));
    return holds(one, other) || holds(other, one);
  }

  /** A complaint and what to do, in the words of sheetgen/site/words.py; of what is long, its beginning. */
  function message(code, parts) {
    return sheetgen.words[code].replace(/\{(\w+)\}/g, (_, part) => parts[part].replace(/… \(\d+ characters\)$/, "…"));
  }

  return { parse, isSame, message };
})() });
