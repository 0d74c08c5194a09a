import { VisuallyHidden } from "@mantine/core";
import type { Outcome } from "../api/shapes";
import classes from "./outcome.module.css";

interface Props {
  readonly outcome: Outcome;
  readonly settled: boolean;
}

/** How a conversation ended; outlined only, as long as it may still change. */
export const OutcomeBadge = ({ outcome, settled }: Props) => (
  <span
    className={classes.outcome}
    data-settled={settled}
    style={{ background: settled ? `var(--${outcome}-tint)` : undefined, color: `var(--${outcome}-ink)` }}
    title={settled ? undefined : "Not settled yet: it may still change."}
  >
    {outcome}
    {!settled && <VisuallyHidden>, not settled yet</VisuallyHidden>}
  </span>
);
