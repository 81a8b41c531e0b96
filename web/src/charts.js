// The only door to ECharts: drawn on canvas, tooltips too, so that no page needs styles or scripts of its own.

import { init, use } from "echarts/core";
import { BarChart, GraphChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, GraphChart, LineChart, ScatterChart, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export const PALETTE = ["#2c5f8a", "#d98a1f", "#2f8f6b", "#c0392b", "#6f5aa8", "#8c6239"];
const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

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
