import type { EChartsCoreOption } from "echarts/core";
import type { OutcomeDay } from "../../api/shapes";
import type { Palette } from "../../charts/Chart";
import { count, plural } from "../../format/figure";
import { OUTCOMES } from "../../outcome/outcomes";
import { bucketName } from "./buckets";

interface Input {
  readonly days: readonly OutcomeDay[];
  readonly interval: string;
  readonly zone: string;
  readonly shares: boolean;
  readonly palette: Palette;
}

const countOf = (day: OutcomeDay, outcome: string): number => day.outcomes.find((one) => one.outcome === outcome)?.count ?? 0;
const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** What the tooltip of one bar says. */
function tooltip(day: OutcomeDay, name: string, palette: Palette): string {
  const rows = OUTCOMES.toReversed()
    .filter((outcome) => countOf(day, outcome) > 0)
    .map((outcome) => {
      const n = countOf(day, outcome);
      return `<tr><td><span style="display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:6px;background:${palette(outcome)}"></span>${outcome}</td><td style="text-align:right;padding-left:14px">${count(n)}</td><td style="text-align:right;padding-left:10px">${Math.round((n / day.total) * 100)} %</td></tr>`;
    });
  const waiting = day.provisional > 0 ? `<div style="margin-top:4px">${count(day.provisional)} not settled yet</div>` : "";
  return `<b>${escape(name)}</b> · ${plural(day.total, "conversation")}<table>${rows.join("")}</table>${waiting}`;
}

/** Where most of a bar still waits to settle it is drawn pale: it will change. */
const isPale = (day: OutcomeDay): boolean => day.total > 0 && day.provisional * 2 > day.total;
const PALE = 0.45;

function series({ days, shares, palette }: Input): object[] {
  return OUTCOMES.map((outcome) => ({
    name: outcome,
    type: "bar",
    stack: "outcomes",
    barCategoryGap: "14%",
    itemStyle: { color: palette(outcome), borderColor: palette("panel"), borderWidth: 0.6, borderRadius: 1.5 },
    emphasis: { disabled: true },
    data: days.map((day) => {
      const n = countOf(day, outcome);
      const value = shares ? (day.total === 0 ? 0 : (n / day.total) * 100) : n;
      return isPale(day) ? { value, itemStyle: { opacity: PALE } } : value;
    }),
  }));
}

/** The stacked bars of outcomes over time. */
export function outcomesOption(input: Input): EChartsCoreOption {
  const { days, interval, zone, shares, palette } = input;
  const names = days.map((day) => bucketName(day.at, interval, zone));
  const label = { color: palette("faint"), fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: { left: shares ? 44 : 36, right: 4, top: 10, bottom: 24 },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: palette("ink"), opacity: 0.06 } },
      confine: true,
      backgroundColor: palette("panel"),
      borderColor: palette("line"),
      textStyle: { color: palette("ink"), fontSize: 12, fontFamily: "inherit" },
      formatter: (items: readonly { dataIndex: number }[]) => {
        const index = items[0]?.dataIndex ?? 0;
        const day = days[index];
        return day ? tooltip(day, names[index] ?? "", palette) : "";
      },
    },
    xAxis: { type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: palette("line") } }, axisLabel: { ...label, hideOverlap: true } },
    yAxis: {
      type: "value",
      ...(shares ? { max: 100, interval: 25 } : { minInterval: 1, splitNumber: 4 }),
      axisLabel: { ...label, formatter: shares ? "{value} %" : "{value}" },
      splitLine: { lineStyle: { color: palette("line-soft") } },
    },
    series: series(input),
  };
}
