// The network page: opens on the most central entities or around one, grows and shrinks by hand.
//
// address -> steps -> entities (by the server) -> Web (places, what is visible) -> sigma (drawn)
// panel and tools take further steps, one after the other; the address holds them all

import Sigma from "sigma";
import { format, parse } from "./address.js";
import { Web } from "./web.js";
import { svg, png } from "./picture.js";
import { Panel } from "./panel.js";
import { source } from "./source.js";
import { colour, download, kindOf, make, order, t } from "./shared.js";

const FIRST = 120; // entities at the beginning
const AROUND = 60; // entities around one that was searched for
const MOST = 50; // neighbours that one expansion adds
const LARGEST = 2000; // entities on the screen
const HOME = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
const $ = (id) => document.getElementById(id);

const web = new Web();
let origin = "", steps = []; // how the picture came about
let selected = "", path = new Set(), start = "", undo = [], total = 0, near = new Set();
$("net").hidden = false;
let scale = 1; // of the discs: as the picture has room for them

const sigma = new Sigma(web.graph, $("sigma"), {
  labelFont: '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif', labelSize: 12, labelColor: { color: "#22303c" },
  labelDensity: 0.4, labelGridCellSize: 110, labelRenderedSizeThreshold: 5, defaultEdgeColor: "#cbd3da", zIndex: true, allowInvalidContainer: true,
  minCameraRatio: 0.05, maxCameraRatio: 4,
  nodeReducer: (iri, node) => {
    if (!web.nodeVisible(iri)) return { ...node, hidden: true };
    node = { ...node, size: node.size * scale };
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
  select, hide: (iri) => act(() => take({ do: "h", iri })), expand: (iri, group) => act(() => expand(iri, group)),
  around: (iri) => act(() => begin(iri)), path: beginPath, most: MOST, state: () => ({ start, path: [...path], total }),
});

const tell = (error) => panel.say(error.message);

/** One thing after the other: what is clicked while an answer is awaited waits for its turn. */
let turn = Promise.resolve();
function act(work) {
  turn = turn.then(work).catch(tell);
  return turn;
}

// ---- how the picture comes about ----

function show(found, from = "") {
  total = found.total;
  web.show(found, from);
}

/** The first picture: around an entity, or the most central ones. */
async function load(at) {
  const found = await source.network(at ? { iri: at, limit: AROUND } : { limit: FIRST });
  web.graph.clear(); // a beginning depends on nothing that was there before
  show(found);
  [origin, steps, path] = [at, [], new Set()];
}

/** What each step does; false when there is nothing for it to do. */
const DO = {
  async x({ iri, kind, direction, type }) {
    const found = await source.neighbours({ iri, kind, direction, type, limit: 1000 });
    const fresh = found.neighbours.map((one) => one.iri).filter((one) => !web.graph.hasNode(one)).slice(0, MOST);
    if (!fresh.length) return false;
    if (web.iris.length + fresh.length > LARGEST) throw new Error(t("图上最多放 {n} 个实体；请先隐藏一些，或只看一个实体的周围。", { n: LARGEST }));
    show(await source.among([...web.iris, ...fresh]), iri);
    return true;
  },
  async h({ iri }) {
    if (!web.graph.hasNode(iri)) return false;
    web.graph.dropNode(iri);
    path.delete(iri);
    return true;
  },
  async p({ from, to }) {
    const found = await source.path(from, to);
    if (!found.entities.length) return false;
    path = new Set(found.entities.map((one) => one.iri));
    show(await source.among([...new Set([...web.iris, ...path])]), from);
    return true;
  },
};

async function take(step) {
  const before = remembered();
  if (!(await DO[step.do](step))) return false;
  undo = [...undo.slice(-30), before];
  steps = [...steps, step];
  choose(step.do === "x" ? step.iri : "");
  return true;
}

const remembered = () => ({ origin, steps, path: [...path], picture: web.graph.export() });

async function back() {
  const before = undo.pop();
  if (!before) return;
  ({ origin, steps } = before);
  path = new Set(before.path);
  web.graph.clear();
  web.graph.import(before.picture);
  web.paint();
  choose("");
}

/** Start anew. */
async function begin(at = "") {
  if (web.iris.length) undo = [...undo.slice(-30), remembered()];
  await load(at);
  sigma.getCamera().setState(HOME);
  choose(at);
  if (!web.iris.length) panel.say(t("报道中没有它与其他实体的联系。"));
}

async function expand(iri, { kind, direction, type }) {
  if (!(await take({ do: "x", iri, kind, direction, type }))) panel.say(t("这一类已经都在图上了。"));
}

function beginPath(iri) {
  start = iri;
  panel.show(selected);
}

async function findPath(from, to) {
  start = "";
  if (!(await take({ do: "p", from, to }))) panel.say(t("两者之间没有路径。"));
}

function select(iri) {
  if (start && iri && iri !== start) {
    const from = start;
    return act(() => findPath(from, iri));
  }
  return choose(iri);
}

function choose(iri) {
  selected = iri && web.graph.hasNode(iri) ? iri : "";
  refresh();
  return panel.show(selected).catch(tell);
}

// ---- drawing and tools ----

function refresh() {
  near = new Set(selected ? [selected, ...web.graph.neighbors(selected)] : []);
  $("back").disabled = !undo.length;
  const { entities, ties } = web.counts();
  $("counts").textContent = t("显示 {n} 个实体、{m} 条联系，图谱共 {total} 个", { n: entities, m: ties, total });
  drawLegend();
  drawTime();
  const room = Math.sqrt(($("sigma").clientWidth * $("sigma").clientHeight) / Math.max(entities, 1)); // pixels in each direction
  scale = Math.max(0.65, Math.min(1.8, room / 75));
  sigma.setSetting("labelRenderedSizeThreshold", room > 100 ? 0 : 5 * Math.min(scale, 1));
  sigma.refresh(); // after the days, whose line takes room from the picture
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
$("fit").addEventListener("click", () => sigma.getCamera().setState(HOME));
$("central").addEventListener("click", () => act(() => begin()));
$("back").addEventListener("click", () => act(back));
$("colour").addEventListener("change", () => { web.by = $("colour").value; web.paint(); refresh(); });
$("find").addEventListener("submit", (event) => event.preventDefault());
$("find").addEventListener("pick", ({ detail: { iri } }) => (web.graph.hasNode(iri) || start ? select(iri) : act(() => begin(iri))));
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

let written = null;
function write() {
  if (written === null) return; // not before what it said was done
  const { x, y, ratio } = sigma.getCamera().getState();
  const view = [x, y, ratio].every((number, index) => Math.abs(number - [HOME.x, HOME.y, HOME.ratio][index]) < 1e-3) ? null : [x, y, ratio];
  const { by, hiddenTypes, since, until } = web;
  written = format({ origin, steps, selected, path, by, hiddenTypes, since, until, view });
  history.replaceState(null, "", written);
}

async function read() {
  written = null;
  const said = parse(location.hash);
  Object.assign(web, { by: said.by, hiddenTypes: said.hiddenTypes, since: said.since, until: said.until });
  $("colour").value = web.by;
  [undo, start] = [[], ""];
  await load(said.origin);
  if (said.selected && !said.origin && !said.steps.length && !web.graph.hasNode(said.selected)) await load(said.selected);
  let problem = null; // of a step that this graph does not have: the others are taken all the same
  for (const step of said.steps) {
    try {
      if (await DO[step.do](step)) steps = [...steps, step];
    } catch (error) {
      problem = error;
    }
  }
  path = new Set(said.path.filter((iri) => web.graph.hasNode(iri)));
  const [x, y, ratio] = said.view ?? [HOME.x, HOME.y, HOME.ratio];
  sigma.getCamera().setState({ x, y, ratio, angle: 0 });
  written = "";
  await choose(said.selected);
  if (problem) tell(problem);
  if (!web.iris.length) panel.say(said.origin ? t("报道中没有它与其他实体的联系。") : t("图谱里还没有联系。"));
}

let later = 0;
sigma.getCamera().on("updated", () => { clearTimeout(later); later = setTimeout(write, 200); });
addEventListener("hashchange", () => { if (location.hash !== written) act(read); });
globalThis.fangzhi = { web, sigma, colour }; // for tests, and for whoever opens the console
act(read);
