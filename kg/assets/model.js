"use strict";
// The data of the page and the few helpers every other script uses. All of them share one global name, FZ.
var FZ = {};

(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  FZ.nodes = data.nodes;
  FZ.edges = data.edges;
  FZ.options = JSON.parse(data.options);
  FZ.articles = data.page.articles;
  FZ.types = data.page.types;
  FZ.total = data.page.total;
  FZ.focus = data.page.focus;

  // What is selected and shown now; canvas.js draws it, main.js changes it.
  FZ.state = { node: null, edge: null, hover: null, hidden: new Set(), isolated: false };

  FZ.edgesOf = FZ.nodes.map(() => []);
  for (const edge of FZ.edges) {
    FZ.edgesOf[edge.from].push(edge);
    if (edge.to !== edge.from) FZ.edgesOf[edge.to].push(edge);
  }
  FZ.otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
  FZ.lonely = FZ.nodes.filter((node) => node.degree === 0);
  // A network of unconnected nodes alone would be an empty picture.
  FZ.state.isolated = FZ.lonely.length === FZ.nodes.length;
  FZ.byDegree = FZ.nodes.slice().sort((a, b) => b.degree - a.degree || a.id - b.id);

  FZ.visible = (node) =>
    !FZ.state.hidden.has(node.type) && (node.degree > 0 || FZ.state.isolated || node.id === FZ.state.node);

  FZ.number = (value) => value.toLocaleString("zh-CN");

  // An element with its attributes and children. Strings become text nodes: nothing is ever parsed as markup.
  FZ.el = function (tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  const SHAPES = {
    dot: "M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    square: "M2 2h10v10H2z",
    diamond: "M7 0l7 7l-7 7l-7-7z",
    hexagon: "M3.5 1h7l3.5 6l-3.5 6h-7L0 7z",
    triangle: "M7 1l7 12H0z",
    triangleDown: "M7 13L0 1h14z",
    star: "M7 0l2 5h5l-4 3.3l1.6 5.2L7 10.4l-4.6 3.1L4 8.3L0 5h5z",
  };

  // The sign of an entity class, as drawn in the network.
  FZ.swatch = function (type) {
    const look = FZ.types[type] || { shape: "dot", color: "#888888" };
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of Object.entries({ class: "swatch", viewBox: "0 0 14 14", "aria-hidden": "true" })) {
      svg.setAttribute(name, value);
    }
    path.setAttribute("d", SHAPES[look.shape]);
    path.setAttribute("fill", look.color);
    svg.append(path);
    return svg;
  };
})();
