// Pointing at a fact beside an article lights up the words that state it, without touching the text itself; a click in
// the legend takes the marks of one type away, or puts them back.

const lit = typeof Highlight === "function" && CSS.highlights ? new Highlight() : null;
if (lit) CSS.highlights.set("stated", lit);

/** The text nodes of a paragraph from `start` to `end`, counted in code points of the body, as ranges. */
function* ranges(paragraph, start, end) {
  let place = Number(paragraph.dataset.begin);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = [...node.data];
    const low = Math.max(start - place, 0), high = Math.min(end - place, points.length);
    if (low < high) {
      const range = new Range();
      range.setStart(node, points.slice(0, low).join("").length);
      range.setEnd(node, points.slice(0, high).join("").length);
      yield range;
    }
    place += points.length;
  }
}

function light(fact) {
  lit?.clear();
  let first = null;
  for (const span of fact.dataset.spans.trim().split(" ")) {
    const [start, end] = span.split("-").map(Number);
    for (const paragraph of fact.closest(".news").querySelectorAll(".body p"))
      for (const range of ranges(paragraph, start, end)) {
        lit?.add(range);
        first ??= range;
      }
  }
  return first;
}

for (const fact of document.querySelectorAll(".said li[data-spans]")) {
  fact.addEventListener("pointerenter", () => light(fact));
  fact.addEventListener("focusin", () => light(fact));
  for (const words of fact.querySelectorAll("a.words"))
    words.addEventListener("click", (event) => {
      const first = light(fact);
      if (!lit || !first || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      first.startContainer.parentElement.closest("p").scrollIntoView({ block: "center", behavior: "smooth" });
      history.replaceState(null, "", words.href);
    });
}

for (const item of document.querySelectorAll(".news .legend li[data-type]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-pressed", "true");
  button.append(...item.childNodes);
  item.append(button);
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(shown));
    for (const named of item.closest(".news").querySelectorAll(`.body .named.t-${item.dataset.type}`)) named.classList.toggle("off", !shown);
  });
}
