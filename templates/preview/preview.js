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

  const KINDS = { refusal: "complaint", doubt: "doubt", warning: "warning" };
  const say = (kind, sum, lines) => {
    $("told").className = kind;
    $("sum").textContent = sum;
    $("lines").replaceChildren(...lines.map(line => Object.assign(document.createElement("li"), { textContent: line })));
  };
  let at;
  let question = 0;
  const ask = async () => {
    const mine = ++question;
    let told;
    try {
      told = await (await fetch(`/told${at}`)).json();
    } catch {
      return; // the preview has ended, which the stream of changes tells
    }
    if (mine !== question) return;
    const counts = Object.entries(KINDS).map(([severity, name]) => [told.filter(([one]) => one === severity).length, name]);
    const sum = counts.filter(([count]) => count).map(([count, name]) => `${count} ${name}${count === 1 ? "" : "s"}`).join(", ");
    say(counts[0][0] ? "refused" : sum ? "" : "none", sum || "Nothing to complain of", told.map(([, line]) => line));
  };

  /** The bar speaks of what stands there. */
  const stands = path => {
    at = path;
    for (const row of document.querySelectorAll(".names")) row.hidden = !view.value.startsWith("sheet/");
    $("alone").href = at;
    history.replaceState(null, "", `#${new URLSearchParams({ view: view.value, domain: domain.value, customer: customer.value })}`);
    ask();
  };
  const show = () => {
    stands(address());
    frame.contentWindow.location.replace(at);
  };
  /** A link in what is shown has led to another page. */
  const follow = () => {
    let path;
    try {
      const { protocol, pathname, search } = frame.contentWindow.location;
      if (protocol !== location.protocol) return; // about:blank
      path = pathname + search;
    } catch {
      return; // a page of somebody else's, of which there is nothing to say
    }
    if (path === at) return;
    const listed = [...view.options].find(({ value }) => `/${value}` === path);
    if (listed) view.value = listed.value;
    stands(path);
  };
  const anew = () => {
    try {
      frame.contentWindow.location.reload();
      ask();
    } catch {
      show(); // the browser's own page stands there: it was asked for something while there was no preview
    }
  };

  const held = new URLSearchParams(location.hash.slice(1));
  if ([...view.options].some(({ value }) => value === held.get("view"))) view.value = held.get("view");
  if (held.has("domain")) [domain.value, customer.value] = [held.get("domain"), held.get("customer") ?? ""];
  for (const field of [view, domain, customer]) field.addEventListener("change", () => address() === at || show());
  for (const field of [domain, customer]) field.addEventListener("keydown", ({ key }) => key === "Enter" && show());
  frame.addEventListener("load", follow);
  show();

  let known;
  const changes = new EventSource("/changes");
  changes.addEventListener("message", ({ data }) => {
    const stopped = $("told").className === "stopped";
    if (known !== undefined && data !== known) anew();
    else if (stopped) ask();
    known = data;
  });
  changes.addEventListener("error", () => say("stopped", "The preview has ended; start it again", []));
})();
