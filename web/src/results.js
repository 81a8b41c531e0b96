// What a query gave, as table, chart or network.

import { base, colour, make, t, where } from "./shared.js";

const PAGE = 200; // rows of a table at a time
const MOST_EDGES = 600;
const NUMBERS = /(decimal|integer|double|float|int|long)$/;
const NUMBER = /^[+-]?[\d.]+(?:[Ee][+-]?\d+)?$/;
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export const isNumber = (term) => term?.type === "literal" && NUMBERS.test(term.datatype ?? "");

/** What a reader sees of a term: an IRI by its last name, with the prefix where there is one. */
export function text(term, prefixes) {
  if (!term) return "";
  if (term.type !== "uri") return term.type === "bnode" ? `_:${term.value}` : term.value;
  const prefix = Object.entries(prefixes).filter(([, iri]) => term.value.startsWith(iri)).sort(([, a], [, b]) => b.length - a.length)[0];
  const name = prefix && !prefix[1].startsWith(base) ? `${prefix[0]}:${term.value.slice(prefix[1].length)}` : term.value.startsWith(base) ? term.value.slice(base.length) : term.value;
  try { return decodeURIComponent(name); } catch { return name; }
}

/** A decimal with its digits in threes from five digits on, as the server's tables have it. */
export const grouped = (value) => value.replace(/^([+-]?)(\d{5,})(\.\d+)?$/, (_all, sign, whole, rest = "") => `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${rest}`);

/** Rows for a spreadsheet (RFC 4180): text that it would run as a formula gets an apostrophe, as in `kg query -f csv`. */
export function csv({ vars, rows }) {
  const cell = (term) => {
    const said = !term ? "" : term.type === "bnode" ? `_:${term.value}` : term.value;
    const harmless = FORMULA.test(said) && !(isNumber(term) && NUMBER.test(said)) ? `'${said}` : said;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  return [vars, ...rows.map((row) => vars.map((name) => cell(row[name])))].map((line) => `${line.join(",")}\r\n`).join("");
}

export function table({ vars, rows }, headings, prefixes) {
  let order = rows, sorted = "", shown = PAGE;
  const body = make("tbody"), more = make("button", { type: "button", onclick: () => { shown += PAGE; fill(); } });
  const cell = (term) => {
    const said = isNumber(term) ? grouped(term.value) : text(term, prefixes), to = term?.type === "uri" ? where(term.value) : "";
    return make("td", isNumber(term) ? { className: "number" } : {}, to ? make("a", { href: to, rel: "noopener noreferrer" }, said) : said);
  };
  function fill() {
    body.replaceChildren(...order.slice(0, shown).map((row) => make("tr", {}, ...vars.map((name) => cell(row[name])))));
    more.textContent = t("再显示 {n} 行", { n: Math.min(PAGE, order.length - shown) });
    more.hidden = shown >= order.length;
  }
  function sort(name) {
    const way = sorted === name ? -1 : 1;
    sorted = way > 0 ? name : "";
    const value = (row) => row[name]?.value ?? "";
    const numbers = rows.every((row) => !row[name] || isNumber(row[name]));
    order = [...rows].sort((a, b) => way * (numbers ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b), "zh")));
    fill();
  }
  fill();
  const heads = vars.map((name) => make("th", { scope: "col" }, make("button", { type: "button", className: "plain", title: t("按这一列排序"), onclick: () => sort(name) }, headings[name] ?? name)));
  return make("div", {}, make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": t("结果") },
    make("table", { className: "rows" }, make("thead", {}, make("tr", {}, ...heads)), body)), more);
}

/** A bar or line chart: one column names, another counts. Shows which columns, to be changed. */
export async function chart(place, { vars, rows }, headings, prefixes) {
  const numeric = vars.filter((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || isNumber(row[name])));
  if (!numeric.length) return place.append(make("p", {}, t("结果里没有数字的列，画不成图。")));
  const { draw, short } = await import("./charts.js");
  const spread = (name) => new Set(rows.map((row) => row[name]?.value)).size;
  const texts = vars.filter((name) => !numeric.includes(name)).sort((a, b) => spread(b) - spread(a));
  const options = (names) => names.map((name) => make("option", { value: name }, headings[name] ?? name));
  const across = make("select", {}, ...options([...texts, ...numeric])), up = make("select", {}, ...options([...numeric].sort((a, b) => spread(b) - spread(a))));
  const form = make("select", {}, make("option", { value: "bar" }, t("柱")), make("option", { value: "line" }, t("线")), make("option", { value: "scatter" }, t("点")));
  const box = make("div", { className: "chart", role: "img", "aria-label": t("图") });
  place.append(make("div", { className: "tabs" }, make("label", {}, `${t("横轴")} `, across), make("label", {}, `${t("纵轴")} `, up), make("label", {}, `${t("样式")} `, form)), box);
  let drawn = null;
  const show = () => {
    drawn?.dispose();
    const points = rows.filter((row) => row[up.value]).map((row) => [text(row[across.value], prefixes), Number(row[up.value].value)]);
    drawn = draw(box, {
      grid: { left: 12, right: 24, top: 36, bottom: points.length > 40 ? 52 : 12, containLabel: true },
      xAxis: { type: "category", data: [...new Set(points.map(([name]) => name))], axisLabel: { rotate: points.length > 8 ? 40 : 0, width: 110, overflow: "truncate" } },
      yAxis: { type: "value", name: headings[up.value] ?? up.value, axisLabel: { formatter: short } }, dataZoom: points.length > 40 ? [{ type: "slider", end: 4000 / points.length }] : [],
      tooltip: { trigger: "item" }, series: [{ type: form.value, data: points, barMaxWidth: 40 }],
    });
  };
  for (const one of [across, up, form]) one.addEventListener("change", show);
  return show();
}

/** The pairs a result is made of: triples, or the first two columns with things to join. */
function pairs({ vars, rows, triples }) {
  if (triples) return triples;
  const iris = vars.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  const [from, to] = iris.length > 1 ? iris : vars;
  return to === undefined ? [] : rows.filter((row) => row[from] && row[to]).map((row) => [row[from], null, row[to]]);
}

export async function network(place, result, prefixes) {
  const all = pairs(result);
  if (!all.length) return place.append(make("p", {}, t("要有两列（或三元组）才连得成网络。")));
  const { draw } = await import("./charts.js");
  const nodes = new Map(), links = [];
  for (const [from, by, to] of all.slice(0, MOST_EDGES)) {
    for (const end of [from, to]) if (!nodes.has(end.value)) nodes.set(end.value, { id: end.value, name: text(end, prefixes), degree: 0, literal: end.type !== "uri" });
    nodes.get(from.value).degree += 1;
    nodes.get(to.value).degree += 1;
    links.push({ source: from.value, target: to.value, by: by ? text(by, prefixes) : "" });
  }
  if (all.length > MOST_EDGES) place.append(make("p", { className: "soft" }, t("只画前 {n} 条联系。", { n: MOST_EDGES })));
  const box = make("div", { className: "chart tall", role: "img", "aria-label": t("网络") });
  place.append(box);
  const drawn = draw(box, {
    tooltip: { formatter: ({ data }) => data.by ?? data.name },
    series: [{
      type: "graph", layout: "force", roam: true, links, force: { repulsion: 120, edgeLength: 60, layoutAnimation: false }, edgeSymbol: ["none", "arrow"], edgeSymbolSize: 5,
      data: [...nodes.values()].map((one) => ({ ...one, symbolSize: 7 + 3 * Math.sqrt(one.degree), itemStyle: { color: one.literal ? "#8a939e" : colour(kind(one.id)) } })),
      label: { show: true, position: "right", fontSize: 11, formatter: ({ data }) => data.name.split("/").at(-1).slice(0, 16) }, labelLayout: { hideOverlap: true },
    }],
  });
  drawn.on("click", ({ data }) => { if (data.id && where(data.id)) location.href = where(data.id); });
  return undefined;
}

/** The class that an entity's IRI begins with: …/id/company/… is a Company. */
function kind(iri) {
  const first = iri.startsWith(base) ? iri.slice(base.length).split("/")[0] : "";
  return first.charAt(0).toUpperCase() + first.slice(1);
}
