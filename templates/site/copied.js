"use strict";
globalThis.sheetgen = Object.assign(globalThis.sheetgen ?? {}, {
  /** Copy an element's text, or what is given for it. False: it stands selected, to be copied by hand, since there is no clipboard without https, or it is refused. */
  copied: async (element, text = element.textContent) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return false;
    }
  },
});
