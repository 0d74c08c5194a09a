import { Tooltip, VisuallyHidden } from "@mantine/core";
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
      <Wording change={change} measure={measure} />
    </span>
  </Tooltip>
);

/** A change within chance is a sign, not a number: its size would say more than is known. */
const Wording = ({ change, measure }: Pick<Props, "change" | "measure">) => {
  const text = changeText(change, measure);
  if (change.verdict === "no_clear_change") return <Sign sign="≈" words={verdictText(change.verdict)} />;
  if (change.value === 0) return <Sign sign="=" words="no change" />;
  if (text === undefined) return change.verdict === "unknown" ? <Sign sign="–" words="no comparison" /> : verdictText(change.verdict);
  return text;
};

const Sign = ({ sign, words }: { readonly sign: string; readonly words: string }) => (
  <>
    <span aria-hidden>{sign}</span>
    <VisuallyHidden>{words}</VisuallyHidden>
  </>
);

function before({ previous, change }: Figure, measure: Measure): string {
  const was = previous && valueText(previous, measure);
  if (!previous || was === undefined) return "The period before has no value to compare with.";
  const interval = intervalText(previous, measure);
  const text = `${was}${interval === undefined ? "" : ` (${interval})`} in the period before`;
  if (!change || change.value === null) return `${text}.`;
  const range = change.low === null || change.high === null ? "" : `, 95 % interval ${changeText({ ...change, value: change.low }, measure)} to ${changeText({ ...change, value: change.high }, measure)}`;
  return `${text}; ${changeText(change, measure)}${range}: ${verdictText(change.verdict)}.`;
}
