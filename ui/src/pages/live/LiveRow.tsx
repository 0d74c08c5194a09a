import { Link } from "@tanstack/react-router";
import type { EventRow } from "../../api/shapes";
import { plural } from "../../format/figure";
import { exact, precise } from "../../format/time";
import { spaced } from "../../format/words";
import parts from "../../page/parts.module.css";
import { type LiveEntry, summary } from "./liveLog";
import classes from "./live.module.css";

interface Props {
  readonly entry: LiveEntry;
  readonly zone: string;
  /** Whether conversations may be read. */
  readonly opens: boolean;
}

/** One event in a line; it opens its conversation. */
export const LiveRow = ({ entry, zone, opens }: Props) => {
  if (!("event" in entry)) {
    return <li className={classes.gap}>{entry.leftOut === undefined ? "Events may be missing here" : `${plural(entry.leftOut, "event")} left out here: more came at a time than are shown`}</li>;
  }
  const { event } = entry;
  const { conversation_id: conversation, received_at: at, kind } = event;
  return (
    <li className={classes.row}>
      <time dateTime={at} title={exact(at, zone)}>
        {precise(at, zone)}
      </time>
      <span className={`${parts.tag} ${classes.kind}`} data-kind={kind}>
        {spaced(kind)}
      </span>
      <span className={classes.text}>
        {opens && conversation !== undefined ? (
          <Link to="/conversations/$conversationId" params={{ conversationId: conversation }}>
            {summary(event)}
          </Link>
        ) : (
          summary(event)
        )}
      </span>
      <Facts event={event} />
    </li>
  );
};

const Facts = ({ event: { agent_id: agent, user_id: user, anonymous_id: anonymous, marks, source } }: { readonly event: EventRow }) => (
  <span className={classes.facts}>{[user ?? anonymous, agent, source, ...(marks ?? []).map(spaced)].filter(Boolean).join(" · ")}</span>
);
