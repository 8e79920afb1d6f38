// The bar above what is shown. What is shown stands in the fragment; a change of the files behind it loads it anew, where it was scrolled to.
(() => {
  "use strict";
  const $ = id => document.getElementById(id);
  const [view, domain, customer, frame] = ["view", "domain", "customer", "shown"].map($);

  const address = () => {
    if (!view.value.startsWith("sheet/")) return `/${view.value}`;
    const asked = new URLSearchParams({ domain: domain.value });
    if (customer.value.trim()) asked.set("customer", customer.value);
    return `/${view.value}?${asked}`;
  };
  const show = () => {
    for (const row of document.querySelectorAll(".names")) row.hidden = !view.value.startsWith("sheet/");
    $("alone").href = address();
    history.replaceState(null, "", `#${new URLSearchParams({ view: view.value, domain: domain.value, customer: customer.value })}`);
    frame.contentWindow.location.replace(address());
  };

  const held = new URLSearchParams(location.hash.slice(1));
  if ([...view.options].some(({ value }) => value === held.get("view"))) view.value = held.get("view");
  if (held.has("domain")) [domain.value, customer.value] = [held.get("domain"), held.get("customer") ?? ""];
  for (const field of [view, domain, customer]) field.addEventListener("change", show);
  show();

  const tell = (kind, sum, lines) => {
    $("told").className = kind;
    $("sum").textContent = sum;
    $("lines").replaceChildren(...lines.map(line => Object.assign(document.createElement("li"), { textContent: line })));
  };
  let known;
  const changes = new EventSource("/changes");
  changes.addEventListener("message", ({ data }) => {
    const { number, refused, lines } = JSON.parse(data);
    const count = `${lines.length} ${refused ? "complaint" : "warning"}${lines.length === 1 ? "" : "s"}`;
    tell(refused ? "refused" : lines.length ? "" : "none", lines.length ? count : "Nothing to complain of", lines);
    if (known !== undefined && number !== known) frame.contentWindow.location.reload();
    known = number;
  });
  changes.addEventListener("error", () => tell("stopped", "The preview has ended; start it again", []));
})();
