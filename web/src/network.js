// The network page: opens on the most central entities or around one, grows and shrinks by hand.
//
// address -> entities (by the server) -> Web (places, what is visible) -> sigma (drawn) ; panel and tools change the Web

import Sigma from "sigma";
import { Web } from "./web.js";
import { svg, png } from "./picture.js";
import { Panel } from "./panel.js";
import { ask, base, colour, download, kindOf, make, order, t } from "./shared.js";

const FIRST = 120; // entities at the beginning
const AROUND = 60; // entities around one that was searched for
const MOST = 50; // neighbours that one expansion adds
const $ = (id) => document.getElementById(id);

const web = new Web();
let selected = "", path = new Set(), start = "", undo = [], total = 0, near = new Set();
$("net").hidden = false;

const sigma = new Sigma(web.graph, $("sigma"), {
  labelFont: '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif', labelSize: 12, labelColor: { color: "#22303c" },
  labelDensity: 0.4, labelGridCellSize: 110, labelRenderedSizeThreshold: 5, defaultEdgeColor: "#cbd3da", zIndex: true, allowInvalidContainer: true,
  minCameraRatio: 0.05, maxCameraRatio: 4,
  nodeReducer: (iri, node) => {
    if (!web.nodeVisible(iri)) return { ...node, hidden: true };
    if (path.has(iri) || iri === selected) return { ...node, zIndex: 2, forceLabel: true, highlighted: iri === selected };
    if (selected && !near.has(iri)) return { ...node, color: "#d9dfe4", label: "", zIndex: 0 };
    return near.has(iri) ? { ...node, zIndex: 1, forceLabel: near.size < 20 } : node;
  },
  edgeReducer: (edge, shown) => {
    if (!web.edgeVisible(edge)) return { ...shown, hidden: true };
    const [a, b] = web.graph.extremities(edge);
    if (path.has(a) && path.has(b)) return { ...shown, color: "#c0392b", size: 3, zIndex: 2 };
    if (selected && (a === selected || b === selected)) return { ...shown, color: "#7d92a5", size: 2, zIndex: 1 };
    return selected ? { ...shown, color: "#e6eaed" } : shown;
  },
});

const panel = new Panel($("panel"), web, {
  select, hide, expand, around: (iri) => open({ at: iri }), path: beginPath, most: MOST,
  state: () => ({ start, path: [...path], total }),
});

// ---- what is on the screen ----

async function load(parameters, from = "") {
  const query = new URLSearchParams(parameters);
  return show(await ask(`/api/network?${query}`), from);
}

async function among(iris, from = "") {
  return show(await ask("/api/network", { method: "POST", body: JSON.stringify(iris), headers: { "Content-Type": "application/json" } }), from);
}

function show(found, from) {
  total = found.total;
  web.show(found, from);
  if (selected && !web.graph.hasNode(selected)) selected = "";
  path = new Set([...path].filter((iri) => web.graph.hasNode(iri)));
  refresh();
}

/** Start anew: around an entity, or on the most central ones. */
async function open({ at = "" } = {}) {
  remember();
  path = new Set();
  await load(at ? { iri: at, limit: AROUND } : { limit: FIRST });
  await select(at);
  if (!web.iris.length) panel.say(t("报道中没有它与其他实体的联系。"));
  sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
}

function remember() {
  if (web.iris.length) undo = [...undo.slice(-30), web.iris];
  $("back").disabled = !undo.length;
}

async function expand(iri, group) {
  const query = new URLSearchParams({ iri, kind: group.kind, direction: group.direction, type: group.type, limit: "1000" });
  const found = await ask(`/api/neighbours?${query}`);
  const fresh = found.neighbours.map((one) => one.iri).filter((one) => !web.graph.hasNode(one)).slice(0, MOST);
  if (!fresh.length) return;
  remember();
  await among([...web.iris, ...fresh], iri);
  select(iri);
}

async function hide(iri) {
  remember();
  web.graph.dropNode(iri);
  path.delete(iri);
  select("");
}

function beginPath(iri) {
  start = iri;
  panel.show(selected);
}

async function findPath(from, to) {
  const found = await ask(`/api/path?${new URLSearchParams({ from, to })}`);
  start = "";
  if (!found.entities.length) return panel.say(t("两者之间没有路径。"));
  remember();
  path = new Set(found.entities.map((one) => one.iri));
  await among([...new Set([...web.iris, ...path])], from);
  selected = "";
  near = new Set();
  refresh();
  return panel.show("");
}

function select(iri) {
  if (start && iri && iri !== start) return findPath(start, iri).catch(tell);
  selected = iri && web.graph.hasNode(iri) ? iri : "";
  near = new Set(selected ? [selected, ...web.graph.neighbors(selected)] : []);
  refresh();
  return panel.show(selected).catch(tell);
}

const tell = (error) => panel.say(error.message);

// ---- drawing and tools ----

function refresh() {
  if (selected) near = new Set([selected, ...web.graph.neighbors(selected)]);
  sigma.refresh();
  const { entities, ties } = web.counts();
  $("counts").textContent = t("显示 {n} 个实体、{m} 条联系，图谱共 {total} 个", { n: entities, m: ties, total });
  drawLegend();
  drawTime();
  write();
}

function drawLegend() {
  const kinds = new Map();
  web.graph.forEachNode((_iri, { entity }) => kinds.set(entity.type, { one: entity, count: (kinds.get(entity.type)?.count ?? 0) + 1 }));
  $("legend").replaceChildren(...[...kinds].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([type, { one, count }]) => make("li", { className: web.by === "type" ? `t-${type}` : "" },
    make("button", {
      type: "button", "aria-pressed": String(!web.hiddenTypes.has(type)),
      onclick: () => { if (!web.hiddenTypes.delete(type)) web.hiddenTypes.add(type); refresh(); },
    }, make("i"), `${kindOf(one)} ${count}`))));
}

function drawTime() {
  const days = web.days;
  $("time").hidden = days.length < 2;
  if (days.length < 2) return;
  const last = days.length - 1;
  for (const [id, value] of [["since", web.since ? days.findIndex((day) => day >= web.since) : 0], ["until", web.until ? days.findLastIndex((day) => day <= web.until) : last]]) {
    $(id).max = String(last);
    $(id).value = String(value < 0 ? last : value);
    $(id).setAttribute("aria-valuetext", days[Number($(id).value)]);
  }
  $("span").textContent = `${days[Number($("since").value)]} – ${days[Number($("until").value)]}`;
}

for (const id of ["since", "until"]) $(id).addEventListener("input", () => {
  const days = web.days, low = Math.min(Number($("since").value), Number($("until").value)), high = Math.max(Number($("since").value), Number($("until").value));
  web.since = low === 0 ? "" : days[low];
  web.until = high === days.length - 1 ? "" : days[high];
  refresh();
});

const named = () => {
  const shown = new Set(sigma.getNodeDisplayedLabels());
  return path.size || selected ? new Set([...shown, ...path, ...near]) : shown;
};
$("svg").addEventListener("click", () => download(new Blob([svg(sigma, named())], { type: "image/svg+xml" }), "network.svg"));
$("png").addEventListener("click", async () => download(await png(svg(sigma, named())), "network.png"));
$("fit").addEventListener("click", () => sigma.getCamera().animatedReset());
$("central").addEventListener("click", () => open().catch(tell));
$("back").addEventListener("click", async () => {
  const before = undo.pop();
  $("back").disabled = !undo.length;
  if (before) await among(before).then(() => select("")).catch(tell);
});
$("colour").addEventListener("change", () => { web.by = $("colour").value; web.paint(); refresh(); });
$("find").addEventListener("submit", (event) => event.preventDefault());
$("find").addEventListener("pick", ({ detail }) => (web.graph.hasNode(detail.iri) || start ? Promise.resolve(select(detail.iri)) : open({ at: detail.iri })).catch?.(tell));
sigma.on("clickNode", ({ node }) => select(node));
sigma.on("clickStage", () => { start = ""; path = new Set(); select(""); });
sigma.on("enterNode", () => { $("sigma").style.cursor = "pointer"; });
sigma.on("leaveNode", () => { $("sigma").style.cursor = ""; });
$("sigma").tabIndex = 0;
$("sigma").setAttribute("role", "img");
$("sigma").setAttribute("aria-label", t("网络图；方向键移动，加减号缩放，实体也列在右边"));
$("sigma").addEventListener("keydown", ({ key }) => {
  const camera = sigma.getCamera(), { x, y, ratio } = camera.getState(), step = 0.1 * ratio;
  const to = { ArrowLeft: { x: x - step }, ArrowRight: { x: x + step }, ArrowUp: { y: y + step }, ArrowDown: { y: y - step }, "+": { ratio: ratio / 1.3 }, "=": { ratio: ratio / 1.3 }, "-": { ratio: ratio * 1.3 } }[key];
  if (to) camera.setState({ ...camera.getState(), ...to });
});

// ---- the address: everything that makes up the picture ----

let written = "";
function write() {
  const state = new URLSearchParams();
  for (const iri of web.iris) state.append("n", iri.startsWith(base) ? iri.slice(base.length) : iri);
  if (selected) state.set("at", selected);
  if (web.by !== "type") state.set("colour", web.by);
  for (const type of web.hiddenTypes) state.append("hide", type);
  if (web.since) state.set("since", web.since);
  if (web.until) state.set("until", web.until);
  for (const iri of path) state.append("path", iri);
  written = `#${state}`;
  history.replaceState(null, "", written);
}

async function read() {
  const state = new URLSearchParams(location.hash.slice(1));
  web.by = state.get("colour") === "community" ? "community" : "type";
  $("colour").value = web.by;
  web.hiddenTypes = new Set(state.getAll("hide"));
  web.since = state.get("since") ?? "";
  web.until = state.get("until") ?? "";
  path = new Set(state.getAll("path"));
  const iris = state.getAll("n").map((one) => (/^[a-z]+:/.test(one) ? one : base + one)), at = state.get("at") ?? "";
  if (!iris.length) return open({ at });
  await among(iris);
  return select(at);
}

addEventListener("hashchange", () => { if (location.hash !== written) read().catch(tell); });
globalThis.fangzhi = { web, sigma, colour }; // for tests, and for whoever opens the console
read().catch(tell);
