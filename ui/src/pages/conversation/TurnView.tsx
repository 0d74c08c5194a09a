import type { ReactNode } from "react";
import type { EventRow, Turn } from "../../api/shapes";
import { clock, exact } from "../../format/time";
import { Answer } from "./Answer";
import { Marked } from "./Marked";
import { SignalMargin } from "./SignalMargin";
import type { Pair } from "./properties";
import classes from "./conversation.module.css";

interface Props {
  readonly turn: Turn;
  /** All turns of the conversation, to name those that signals speak about. */
  readonly all: readonly Turn[];
  readonly events: readonly EventRow[];
  /** Those in which it differs from other turns. */
  readonly properties: readonly Pair[];
  readonly zone: string;
  /** What happened after it. */
  readonly children: ReactNode;
}

/** One prompt with its answer, its signals in the margin. */
export const TurnView = ({ turn, all, events, properties, zone, children }: Props) => {
  const words = turn.evidence?.flatMap((evidence) => evidence.words ?? []) ?? [];
  return (
    <li className={classes.turn} id={turn.turn_id}>
      <time className={classes.time} dateTime={turn.started_at} title={exact(turn.started_at, zone)}>
        {clock(turn.started_at, zone)}
      </time>
      <div className={classes.texts}>
        {turn.prompt !== undefined && (
          <div className={classes.prompt}>
            <span className={classes.who}>User: </span>
            <Marked text={turn.prompt} words={words} />
          </div>
        )}
        {turn.prompt === undefined && turn.prompt_event_id !== undefined && (
          <div className={classes.prompt}>
            <span className={classes.who}>User: </span>
            <em className={classes.absent}>The prompt was kept for a time only</em>
          </div>
        )}
        <Answer turn={turn} words={words} events={events} properties={properties} />
      </div>
      <SignalMargin turn={turn} all={all} zone={zone} />
      <div className={classes.after}>{children}</div>
    </li>
  );
};
