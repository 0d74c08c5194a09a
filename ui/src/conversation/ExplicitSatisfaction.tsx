import { plural } from "../format/figure";
import classes from "./conversation.module.css";

interface Props {
  readonly explicit: number | undefined;
  readonly ratings: number;
}

/** What the user said, on 0 to 1; never an estimate. */
export const ExplicitSatisfaction = ({ explicit, ratings }: Props) => {
  if (explicit === undefined) return <p className={classes.absent}>Not rated</p>;
  return (
    <>
      <p>
        <b>{explicit.toFixed(2)}</b> of 1, from {plural(ratings, "rating")}
      </p>
      <div className={classes.scale} aria-hidden>
        <b style={{ left: `${explicit * 100}%` }} />
      </div>
    </>
  );
};
