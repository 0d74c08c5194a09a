import type { EventRow } from "../../api/shapes";
import { plural } from "../../format/figure";
import { ratingsAmong, ratingText } from "../../format/rating";
import classes from "./conversation.module.css";

interface Props {
  /** The mean of the ratings on 0 to 1. */
  readonly explicit: number | undefined;
  readonly events: readonly EventRow[];
}

/** What the user said, as it was sent; never an estimate. */
export const ExplicitSatisfaction = ({ explicit, events }: Props) => {
  if (explicit === undefined) return <p className={classes.absent}>Not rated</p>;
  const ratings = ratingsAmong(events);
  return (
    <>
      <p>
        <b>{ratings.map(ratingText).join(", then ") || ratingText({ rating: explicit })}</b>
        {ratings.length > 1 && ` · mean ${explicit.toFixed(2)} of 1, from ${plural(ratings.length, "rating")}`}
      </p>
      <div className={classes.scale} aria-hidden>
        <b style={{ left: `${explicit * 100}%` }} />
      </div>
    </>
  );
};
