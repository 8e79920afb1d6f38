"use strict";
globalThis.sheetgen = Object.assign(globalThis.sheetgen ?? {}, {
  /** Copy an element's text. False: it stands selected, to be copied by hand, since there is no clipboard without https, or it is refused. */
  copied: async element => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return false;
    }
  },
});
