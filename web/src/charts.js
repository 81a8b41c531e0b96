// The only door to ECharts: drawn on canvas, tooltips too, so that no page needs styles or scripts of its own.

import { init, use } from "echarts/core";
import { BarChart, GraphChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { t } from "./shared.js";

use([BarChart, GraphChart, LineChart, ScatterChart, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export const PALETTE = ["#2c5f8a", "#d98a1f", "#2f8f6b", "#c0392b", "#6f5aa8", "#8c6239"];
const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** A number on an axis, as short as Chinese has it. */
export function short(number) {
  const size = Math.abs(number);
  return size >= 1e8 ? `${number / 1e8}${t("亿")}` : size >= 1e5 ? `${number / 1e4}${t("万")}` : String(number);
}

/** A chart in an element, with what all of ours have in common; it keeps to the element's size. */
export function draw(element, option) {
  const chart = init(element, null, { renderer: "canvas" });
  chart.setOption({
    color: PALETTE, textStyle: { fontFamily: FONT, color: "#22303c" }, animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    ...option, tooltip: { renderMode: "richText", confine: true, ...option.tooltip },
  });
  const watch = new ResizeObserver(() => (element.isConnected ? chart.resize() : (watch.disconnect(), chart.dispose())));
  watch.observe(element);
  return chart;
}
