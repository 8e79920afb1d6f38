// A recipe with the visitor's names: the open one, with a patch where subdomains are included, and a button that copies each block of code.
(() => {
  "use strict";
  const { words, patched, nodes } = sheetgen.places;
  const recipe = document.getElementById("recipe");
  const open = recipe.innerHTML;

  const withButtons = () => {
    for (const [i, row] of recipe.querySelectorAll(".copying").entries()) {
      row.hidden = false;
      row.querySelector("button").setAttribute("aria-label", words.code.replace("{number}", i + 1));
    }
  };
  const asterisk = domain => domain?.subdomains ? "*" : "";

  sheetgen.show = filled => {
    if (!filled.domain && !filled.customer) recipe.innerHTML = open;
    else {
      const { tokens, patches } = sheetgen.recipe;
      recipe.replaceChildren(nodes(patched(tokens, patches[`${asterisk(filled.domain)}/${asterisk(filled.customer)}`]), filled));
    }
    withButtons();
  };

  recipe.addEventListener("click", async ({ target }) => {
    if (!target.matches(".copying button")) return;
    const row = target.parentElement;
    const code = row.nextElementSibling;
    for (const said of recipe.querySelectorAll(".copying [role=status]")) said.textContent = "";
    const copied = await sheetgen.copied(code, `${code.textContent}\n`); // lest the next block join its last line
    row.firstElementChild.textContent = !copied ? words.selected : code.querySelector(".empty") ? words.copiedOpen : words.copied;
  });

  // ---- begin

  withButtons();
})();
