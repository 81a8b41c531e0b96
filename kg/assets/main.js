"use strict";
// Ties the parts together: selection, the address, the legend, the buttons, the counts.
(function () {
  const { el, state } = FZ;
  const legend = document.getElementById("legend");
  const narrow = window.matchMedia("(max-width: 760px)");

  // The address names the selected entity, so that it can be linked to and the back button works. A name borne twice
  // gets its number; a lone surrogate, which no address can hold, is replaced.
  const addresses = new Map();
  const address = FZ.nodes.map((node) => {
    const plain = node.label.replace(/\p{Cs}/gu, "\ufffd");
    const own = addresses.has(plain) ? `${plain}~${node.id}` : plain;
    addresses.set(own, node.id);
    return own;
  });

  function setAddress(text) {
    const hash = text === "" ? "" : `#${encodeURIComponent(text)}`;
    if (location.hash !== hash) history.pushState(null, "", hash || location.pathname + location.search);
  }

  function readAddress() {
    let wanted = "";
    try {
      wanted = decodeURIComponent(location.hash.slice(1));
    } catch {
      return FZ.showOverview(); // a damaged address selects nothing
    }
    if (addresses.has(wanted)) FZ.showNode(addresses.get(wanted), true);
    else FZ.showOverview();
  }

  FZ.showNode = function (id, approach) {
    Object.assign(state, { node: id, edge: null });
    state.hidden.delete(FZ.nodes[id].type);
    FZ.repaint();
    updateLegend();
    FZ.panelNode(id);
    setAddress(address[id]);
    if (approach) FZ.approach(id);
  };

  FZ.showEdge = function (id) {
    Object.assign(state, { node: null, edge: id });
    FZ.repaint();
    FZ.panelEdge(id);
    setAddress("");
  };

  FZ.showOverview = function () {
    Object.assign(state, { node: null, edge: null });
    FZ.repaint();
    FZ.panelOverview();
    setAddress("");
  };

  FZ.toggleIsolated = function () {
    state.isolated = !state.isolated;
    FZ.showOverview();
    updateCounts();
    FZ.fit(true);
  };

  function updateCounts() {
    const shown = FZ.nodes.filter(FZ.visible).length;
    const edges = FZ.edges.filter((edge) => FZ.visible(FZ.nodes[edge.from]) && FZ.visible(FZ.nodes[edge.to])).length;
    document.getElementById("counts").textContent = `显示 ${FZ.number(shown)} 个实体 · ${FZ.number(edges)} 条联系`;
  }

  const types = Object.keys(FZ.types).filter((type) => FZ.nodes.some((node) => node.type === type));

  function toggle(type) {
    if (state.hidden.has(type)) state.hidden.delete(type);
    else state.hidden.add(type);
    if (state.node !== null && state.hidden.has(FZ.nodes[state.node].type)) FZ.showOverview();
    else FZ.repaint();
    if (state.node === null && state.edge === null) FZ.panelOverview();
    updateLegend();
  }

  function toggleAll() {
    const none = state.hidden.size === 0;
    state.hidden = new Set(none ? types : []);
    FZ.showOverview();
    updateLegend();
  }

  function buildLegend() {
    for (const type of types) {
      const count = FZ.nodes.filter((node) => node.type === type).length;
      legend.append(el("button", { type: "button", "data-type": type, title: "点击显示或隐藏", onclick: () => toggle(type) },
        FZ.swatch(type), FZ.types[type].label, el("span", { class: "count" }, FZ.number(count))));
    }
    if (types.length > 1) legend.append(el("button", { type: "button", class: "all", id: "all-types", onclick: toggleAll }, ""));
  }

  function updateLegend() {
    for (const button of legend.querySelectorAll("[data-type]")) {
      button.setAttribute("aria-pressed", String(!state.hidden.has(button.dataset.type)));
    }
    const all = document.getElementById("all-types");
    if (all) all.textContent = state.hidden.size === 0 ? "全部隐藏" : "全部显示";
    updateCounts();
  }

  document.getElementById("zoom-in").addEventListener("click", () => FZ.zoom(1.5));
  document.getElementById("zoom-out").addEventListener("click", () => FZ.zoom(1 / 1.5));
  document.getElementById("zoom-fit").addEventListener("click", () => FZ.fit(true));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.id !== "search") FZ.showOverview();
  });
  window.addEventListener("popstate", readAddress);
  narrow.addEventListener("change", () => FZ.fit(false));

  buildLegend();
  updateLegend();
  FZ.fit(false);
  if (location.hash) readAddress();
  else FZ.showOverview();
  // A picture drawn around one entity begins with what is known of it.
  if (state.node === null && FZ.focus.length === 1) FZ.panelNode(FZ.focus[0]);
})();
