import type { Outcome } from "../api/shapes";
import classes from "./conversation.module.css";

interface Props {
  readonly outcome: Outcome;
  readonly settled: boolean;
}

/** How a conversation ended; marked as long as it may still change. */
export const OutcomeBadge = ({ outcome, settled }: Props) => (
  <span
    className={classes.outcome}
    style={{ background: `var(--${outcome}-tint)`, color: `var(--${outcome}-ink)` }}
    title={settled ? undefined : "Not settled yet: it may still change."}
  >
    {outcome}
    {!settled && <small> · open</small>}
  </span>
);
