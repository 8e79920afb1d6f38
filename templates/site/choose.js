// The page that leads to both languages, and the one for a missing address: their links keep the fragment, where the visitor's names stand.
(() => {
  "use strict";
  const keep = () => {
    for (const link of document.querySelectorAll(".go a")) link.hash = location.hash;
  };
  addEventListener("hashchange", keep);
  keep();
})();
