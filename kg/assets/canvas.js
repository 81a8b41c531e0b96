"use strict";
// The picture: vis-network draws nodes and edges, labels.js the names; what is shown follows FZ.state.
(function () {
  const QUIET = "rgba(120,136,150,0.42)";
  const LOUD = "rgba(44,95,138,0.85)";
  const FAINT = "rgba(120,136,150,0.07)";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const box = document.getElementById("network");

  const nodes = new vis.DataSet(
    FZ.nodes.map(({ id, shape, size, x, y, color }) => ({
      id, shape, size, x, y, color: { background: color, border: color },
    })),
  );
  const edges = new vis.DataSet(
    FZ.edges.map(({ id, from, to, width }) => ({ id, from, to, width, color: { color: QUIET, hover: QUIET }, arrows: "" })),
  );
  const network = new vis.Network(box, { nodes, edges }, FZ.options);
  FZ.network = network;

  // The nodes about the selection, or null when nothing is selected.
  function lit() {
    const { node, edge } = FZ.state;
    if (node !== null) return new Set([node, ...FZ.edgesOf[node].map((found) => FZ.otherEnd(found, node))]);
    if (edge !== null) return new Set([FZ.edges[edge].from, FZ.edges[edge].to]);
    return null;
  }

  const isLitEdge = (edge) =>
    FZ.state.edge === edge.id || edge.from === FZ.state.node || edge.to === FZ.state.node;

  const shown = (edge) => FZ.visible(FZ.nodes[edge.from]) && FZ.visible(FZ.nodes[edge.to]);

  // The edges worth a name, rare relations first: what most of them say (位于) would only be repeated.
  function namedEdges(found) {
    const label = (edge) => edge.relations[0].label;
    const counts = new Map();
    for (const edge of found) counts.set(label(edge), (counts.get(label(edge)) || 0) + 1);
    return found.filter((edge) => counts.get(label(edge)) <= 6).sort((a, b) => counts.get(label(a)) - counts.get(label(b)));
  }

  const drawn = new Map(); // what vis-network was told last, to tell it changes only
  function tell(set, kind, items) {
    const changed = items.filter((item) => {
      const key = kind + item.id;
      const value = JSON.stringify(item);
      if (drawn.get(key) === value) return false;
      drawn.set(key, value);
      return true;
    });
    if (changed.length) set.update(changed);
  }

  const ringed = (node) => node.id === FZ.state.node || FZ.focus.includes(node.id);

  FZ.repaint = function () {
    const bright = lit();
    tell(nodes, "n", FZ.nodes.map((node) => ({
      id: node.id,
      hidden: !FZ.visible(node),
      opacity: bright === null || bright.has(node.id) ? 1 : 0.14,
      borderWidth: ringed(node) ? 4 : 0,
      color: { background: node.color, border: ringed(node) ? "#22303c" : node.color },
    })));
    tell(edges, "e", FZ.edges.map((edge) => {
      const color = bright === null ? QUIET : isLitEdge(edge) ? LOUD : FAINT;
      return {
        id: edge.id,
        hidden: !shown(edge),
        color: { color, hover: color },
      };
    }));
    network.redraw();
  };

  network.on("afterDrawing", (context) => {
    const scale = network.getScale();
    const bright = lit();
    const weight = (node) =>
      (node.id === FZ.state.hover || node.id === FZ.state.node ? 4 : 0) + (bright !== null && bright.has(node.id) ? 2 : 0);
    const candidates = FZ.byDegree.filter(
      (node) => FZ.visible(node) && (bright === null || bright.has(node.id) || node.id === FZ.state.hover),
    );
    candidates.sort((a, b) => weight(b) - weight(a));
    const named = bright === null ? [] : namedEdges(FZ.edges.filter((edge) => isLitEdge(edge) && shown(edge)));
    const ratio = context.canvas.width / context.canvas.clientWidth;
    const view = { width: context.canvas.clientWidth, height: context.canvas.clientHeight };
    const centre = network.getViewPosition();
    const toScreen = (node) => ({
      x: (node.x - centre.x) * scale + view.width / 2,
      y: (node.y - centre.y) * scale + view.height / 2,
    });
    const frame = box.getBoundingClientRect();
    const legend = document.getElementById("legend").getBoundingClientRect();
    const covered = [
      legend.left - frame.left, legend.top - frame.top, legend.right - frame.left, legend.bottom - frame.top,
    ];
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    FZ.drawLabels(context, candidates, named, toScreen, scale, view, covered);
    context.restore();
  });

  network.on("dragging", ({ nodes: moved }) => {
    for (const id of moved) Object.assign(FZ.nodes[id], network.getPosition(id));
  });
  network.on("hoverNode", ({ node }) => {
    FZ.state.hover = node;
    box.style.cursor = "pointer";
    network.redraw();
  });
  network.on("blurNode", () => {
    FZ.state.hover = null;
    box.style.cursor = "";
    network.redraw();
  });
  network.on("hoverEdge", () => (box.style.cursor = "pointer"));
  network.on("blurEdge", () => (box.style.cursor = ""));
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) FZ.showNode(node);
    else if (edge !== undefined) FZ.showEdge(edge);
    else FZ.showOverview();
  });

  const move = (options, animate) =>
    network.moveTo({ ...options, animation: animate && !still ? { duration: 350, easingFunction: "easeInOutQuad" } : false });

  // Bring everything visible, or the given nodes, into the part of the picture the legend leaves free.
  FZ.fit = function (animate, ids) {
    const wanted = ids ? ids.map((id) => FZ.nodes[id]) : FZ.nodes.filter(FZ.visible);
    if (!wanted.length) return;
    const left = Math.min(...wanted.map((node) => node.x - node.size));
    const right = Math.max(...wanted.map((node) => node.x + node.size));
    const top = Math.min(...wanted.map((node) => node.y - node.size));
    const bottom = Math.max(...wanted.map((node) => node.y + node.size));
    const legend = document.getElementById("legend").getBoundingClientRect();
    const wide = legend.width < box.clientWidth / 2;
    const free = {
      left: wide ? legend.width + 30 : 20, right: wide ? 60 : 20, top: 30, bottom: wide ? 34 : legend.height + 20,
    };
    const width = Math.max(50, box.clientWidth - free.left - free.right);
    const height = Math.max(50, box.clientHeight - free.top - free.bottom);
    const scale = Math.min(width / (right - left), height / (bottom - top), 1.1);
    move({
      scale,
      position: {
        x: (left + right) / 2 - (free.left - free.right) / 2 / scale,
        y: (top + bottom) / 2 - (free.top - free.bottom) / 2 / scale,
      },
    }, animate);
  };

  // Bring one node and those it is joined to near enough to read their names.
  FZ.approach = (id) => FZ.fit(true, [id, ...FZ.edgesOf[id].map((edge) => FZ.otherEnd(edge, id))]);

  FZ.zoom = (factor) => move({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) }, true);
})();
