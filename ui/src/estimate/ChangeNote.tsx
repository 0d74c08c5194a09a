import { Tooltip } from "@mantine/core";
import type { Change, Figure } from "../api/shapes";
import { changeText, intervalText, type Measure, valueText, verdictText } from "../format/figure";
import classes from "./estimate.module.css";

interface Props {
  readonly figure: Figure;
  readonly change: Change;
  readonly measure: Measure;
}

/** How a figure differs from the period before: coloured only where that is beyond chance. */
export const ChangeNote = ({ figure, change, measure }: Props) => (
  <Tooltip label={before(figure, measure)}>
    <span className={classes.change} data-verdict={change.verdict} tabIndex={0}>
      {wording(change, measure)}
    </span>
  </Tooltip>
);

function wording(change: Change, measure: Measure): string {
  const text = changeText(change, measure);
  switch (change.verdict) {
    case "no_clear_change":
      return verdictText(change.verdict);
    case "unknown":
      return text === undefined ? "no comparison" : text;
    default:
      return text ?? verdictText(change.verdict);
  }
}

function before({ previous, change }: Figure, measure: Measure): string {
  const was = previous && valueText(previous, measure);
  if (!previous || was === undefined) return "The period before has no value to compare with.";
  const interval = intervalText(previous, measure);
  const text = `${was}${interval === undefined ? "" : ` (${interval})`} in the period before`;
  if (!change || change.value === null) return `${text}.`;
  const range = change.low === null || change.high === null ? "" : `, 95 % interval ${changeText({ ...change, value: change.low }, measure)} to ${changeText({ ...change, value: change.high }, measure)}`;
  return `${text}; ${changeText(change, measure)}${range}: ${verdictText(change.verdict)}.`;
}
