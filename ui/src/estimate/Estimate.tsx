import { VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { EstimateShape, Figure } from "../api/shapes";
import { count, intervalText, type Measure, valueText } from "../format/figure";
import { conversationsBehind } from "../scope/link";
import { ChangeNote } from "./ChangeNote";
import { describeFigure } from "./describe";
import { IntervalBar } from "./IntervalBar";
import classes from "./estimate.module.css";

interface Props {
  readonly figure: Figure;
  readonly measure: Measure;
  /** What the figure is, for those who hear it: "Success". */
  readonly name: string;
  /** A tile is large, with its interval drawn; a cell stands in a table; a note stands in a line of text. */
  readonly as: "tile" | "cell" | "note";
  /** Whether the change is shown too; a table has a column for it. */
  readonly compares?: boolean;
  /** What stands beside the change of a tile. */
  readonly children?: ReactNode;
}

/**
 * The one way an estimate is shown: value, interval, n and change with its
 * verdict, and the way to the conversations behind it. Without data it says
 * so, and never 0.
 */
export const Estimate = ({ figure, measure, name, as, compares = false, children }: Props) => {
  const behind = conversationsBehind(figure.link);
  const shown = <Value estimate={figure} measure={measure} />;
  const spoken = describeFigure(name, figure, measure, compares);
  return (
    <span className={classes[as]}>
      <span className={classes.line}>
        {behind && figure.state !== "no_data" ? (
          <Link to="/conversations" search={behind} className="figure" aria-label={`${spoken}. Show its conversations`}>
            {shown}
          </Link>
        ) : (
          shown
        )}
        {as !== "note" && <Doubt figure={figure} measure={measure} />}
      </span>
      {as === "tile" && <IntervalBar figure={figure} unit={measure.unit} compares={compares} />}
      {as === "tile" && (
        <span className={classes.foot}>
          <span className={classes.beside}>{children}</span>
          {compares && figure.change && figure.value !== null && <ChangeNote figure={figure} change={figure.change} measure={measure} />}
        </span>
      )}
    </span>
  );
};

interface Part {
  readonly estimate: EstimateShape;
  readonly measure: Measure;
}

const Value = ({ estimate, measure }: Part) => {
  const text = valueText(estimate, measure);
  if (text !== undefined) return <b className={classes.value}>{text}</b>;
  return <span className={classes.absent}>{estimate.state === "not_enough_data" ? `n = ${count(estimate.n)}` : "no data"}</span>;
};

/** How far the value may be off, that there is too little to say one, or that it may still change. */
const Doubt = ({ figure, measure }: Pick<Props, "figure" | "measure">) => (
  <small className={classes.doubt}>
    {figure.state === "not_enough_data" ? "not enough yet" : intervalText(figure, measure)}
    {figure.state === "provisional" && (
      <i className={classes.provisional} title="Provisional: some of its conversations are not settled yet, and count once they are.">
        <VisuallyHidden>provisional</VisuallyHidden>
      </i>
    )}
  </small>
);
