"use strict";
// Find an entity by any of its names: a combobox as the ARIA practices describe it.
(function () {
  const { el } = FZ;
  const input = document.getElementById("search");
  const list = document.getElementById("matches");
  const MOST = 12;
  let matches = [];
  let active = -1;

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const names = FZ.nodes.map((node) => [node.label, ...node.alts].map((name) => ({ name, folded: fold(name) })));

  // Nodes whose names contain the text: equal names first, then beginnings, then the rest; by connections within each.
  FZ.find = function (text) {
    const wanted = fold(text);
    if (!wanted) return [];
    const found = [];
    for (const node of FZ.byDegree) {
      let best = null;
      for (const { name, folded } of names[node.id]) {
        const at = folded.indexOf(wanted);
        if (at < 0) continue;
        const rank = folded === wanted ? 0 : at === 0 ? 1 : 2;
        if (best === null || rank < best.rank) best = { node, name, rank };
      }
      if (best !== null) found.push(best);
    }
    return found.sort((a, b) => a.rank - b.rank);
  };

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function choose(index) {
    if (!matches[index]) return;
    const { node } = matches[index];
    close();
    input.value = node.label;
    FZ.showNode(node.id, true);
  }

  function activate(index) {
    active = (index + matches.length) % matches.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", `match-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function update() {
    const found = FZ.find(input.value);
    matches = found.slice(0, MOST);
    if (!input.value.trim()) return close();
    const items = matches.map(({ node, name }, index) =>
      el("li", { role: "option", id: `match-${index}`, "aria-selected": "false" },
        FZ.swatch(node.type), el("span", { class: "name" }, name === node.label ? name : `${name}（${node.label}）`)));
    items.forEach((item, index) => item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(index);
    }));
    if (!items.length) items.push(el("li", { class: "none" }, "没有这个名称"));
    else if (found.length > MOST) items.push(el("li", { class: "none" }, `还有 ${FZ.number(found.length - MOST)} 个，请输入更多字`));
    list.replaceChildren(...items);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    active = -1;
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", update);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys belong to the input method
    if (event.key === "Escape") close();
    else if (event.key === "Enter") choose(Math.max(active, 0));
    else if (event.key === "ArrowDown" && matches.length) activate(active + 1);
    else if (event.key === "ArrowUp" && matches.length) activate(active < 0 ? matches.length - 1 : active - 1);
    else return;
    event.preventDefault();
  });
})();
