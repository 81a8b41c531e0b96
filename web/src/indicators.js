// The chart above the table of figures: periods from left to right, what was reached as bars, what was aimed at as marks.

import { draw, PALETTE, short } from "./charts.js";
import { make, quoted, t } from "./shared.js";

const figures = JSON.parse(document.getElementById("figures").textContent).filter((one) => one.end);
const section = document.getElementById("chart");
const only = document.querySelector('[name="indicator"]').value;

/** Figures that can stand in one chart: the same indicator, statistic and unit. */
function sets() {
  const found = new Map();
  for (const one of figures) {
    const key = [one.indicator, one.statistic, one.unit].join("\n");
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  const worth = (those) => {
    const distinct = (name) => new Set(those.map((one) => one[name])).size;
    return distinct("area") * 100 + Math.min(distinct("modality"), 2) * 10 + distinct("end");
  };
  return [...found.values()].sort((a, b) => worth(b) - worth(a));
}

const period = (one) => (one.start.endsWith("-01-01") && one.end.endsWith("-12-31") && one.start.slice(0, 4) === one.end.slice(0, 4)
  ? one.end.slice(0, 4) : one.start && one.start !== one.end ? `${one.start.slice(2)}\n${t("至")} ${one.end.slice(2)}` : one.end);

function option(those) {
  const axis = [...new Map([...those].sort((a, b) => (a.end + a.start < b.end + b.start ? -1 : 1)).map((one) => [period(one), one])).keys()];
  const areas = [...new Set(those.map((one) => one.area))];
  const series = areas.flatMap((area, number) => [["Actual", "bar", t("实际")], ["Target", "scatter", t("目标")], ["Estimate", "scatter", t("预计")]].map(([modality, type, label]) => ({
    name: `${area} ${label}`, type, barMaxWidth: 42, symbol: modality === "Target" ? "diamond" : "emptyCircle", symbolSize: 15, z: type === "bar" ? 2 : 5,
    itemStyle: { color: PALETTE[number], ...(type === "bar" ? { opacity: 0.8 } : { borderColor: modality === "Target" ? "#fff" : PALETTE[number], borderWidth: modality === "Target" ? 1 : 2 }) },
    label: { show: true, position: type === "bar" ? "top" : "right", formatter: ({ data }) => data.one.shown, color: "#22303c" },
    data: those.filter((one) => one.area === area && one.modality === modality).map((one) => ({ value: [period(one), Number(one.value)], one })),
  }))).filter((one) => one.data.length);
  return {
    grid: { left: 12, right: 24, top: 64, bottom: 12, containLabel: true }, legend: { top: 8, type: "scroll" }, series,
    xAxis: { type: "category", data: axis, axisTick: { alignWithLabel: true } },
    yAxis: { type: "value", name: those[0].unit, scale: !series.some((one) => one.type === "bar"), axisLabel: { formatter: short } },
    tooltip: { trigger: "item", formatter: ({ seriesName, data }) => `${seriesName}  ${data.one.shown}\n${data.one.start} – ${data.one.end}\n“${wrap(data.one.quote)}”` },
  };
}

const wrap = (text) => text.replace(/\s+/g, " ").slice(0, 120).replace(/(.{26})/g, "$1\n");

const choices = sets().filter((those) => !only || those[0].indicator === only);
if (choices.length) {
  const select = make("select", { id: "set" }, ...choices.map((those, number) => make("option", { value: String(number) }, `${those[0].indicator} ${those[0].statistic}${those[0].unit ? `（${those[0].unit}）` : ""} · ${those.length}`)));
  const place = make("div", { className: "chart", role: "img" });
  section.append(make("label", {}, `${t("图中")} `, select), make("p", { className: "soft" }, t("点一根柱子或一个记号，看原文。")), place);
  section.hidden = false;
  let chart = null;
  const show = () => {
    chart?.dispose();
    const those = choices[Number(select.value)];
    place.setAttribute("aria-label", t("{name}的图；同样的数字在下面的表里", { name: those[0].indicator }));
    chart = draw(place, option(those));
    chart.on("click", ({ data }) => { location.href = quoted(data.one.article, data.one.quote_start, data.one.quote_end); });
  };
  select.addEventListener("change", show);
  show();
}
