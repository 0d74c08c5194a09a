import type { Figure } from "../api/shapes";
import { changeText, count, intervalText, type Measure, valueText, verdictText } from "../format/figure";

/** A figure as one would read it out. */
export function describeFigure(name: string, figure: Figure, measure: Measure, compares: boolean): string {
  const value = valueText(figure, measure);
  if (value === undefined) return `${name}: ${figure.state === "not_enough_data" ? `not enough data yet, n ${count(figure.n)}` : "no data"}`;
  const interval = intervalText(figure, measure);
  const parts = [`${name}: ${value}`];
  if (interval !== undefined) parts.push(`95 % interval ${interval.replace("–", " to ")}`, `n ${count(figure.n)}`);
  if (figure.state === "provisional") parts.push("provisional");
  if (compares && figure.change) {
    const change = changeText(figure.change, measure);
    parts.push(change === undefined ? verdictText(figure.change.verdict) : `${change}, ${verdictText(figure.change.verdict)}`);
  }
  return parts.join(", ");
}
