import type { EstimateShape, Figure, Unit } from "../api/shapes";
import classes from "./estimate.module.css";

interface Props {
  readonly figure: Figure;
  readonly unit: Unit;
  readonly compares: boolean;
  /** The figures it stands among, which share its axis: else their bars could not be compared. */
  readonly among?: readonly Figure[];
}

const HEADROOM = 1.15;

/** Where the axis of the bar ends: shares and ratings are of one. */
function endOf(figures: readonly Figure[], unit: Unit): number {
  if (unit === "share" || unit === "rating") return 1;
  const most = Math.max(...figures.flatMap(({ high, value, previous }) => [high, value, previous?.value]).map((value) => value ?? 0));
  return most > 0 ? most * HEADROOM : 1;
}

/** The interval on its axis, with the value (blue) and the value before (grey). */
export const IntervalBar = ({ figure, unit, compares, among = [figure] }: Props) => {
  const { low, high, value } = figure;
  if (low === null || high === null || value === null) return null;
  const end = endOf(among, unit);
  const at = (x: number): string => `${Math.min(100, Math.max(0, (x / end) * 100))}%`;
  const previous: EstimateShape | undefined = compares ? figure.previous : undefined;
  return (
    <span className={classes.bar} aria-hidden>
      <i style={{ left: at(low), width: at(high - low) }} />
      {previous && previous.value !== null && <s style={{ left: at(previous.value) }} />}
      <b style={{ left: at(value) }} />
    </span>
  );
};
