import { Link, useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Conversation } from "../../api/shapes";
import { count, plural } from "../../format/figure";
import { brief } from "../../format/time";
import { useScope } from "../../scope/useScope";
import { OutcomeBadge } from "../../outcome/OutcomeBadge";
import classes from "./conversation.module.css";

interface Props {
  readonly conversations: readonly Conversation[];
  readonly current: string;
  readonly total: number | undefined;
}

/** The list the conversation stands in; j and k go through it. */
export const Neighbours = ({ conversations, current, total }: Props) => {
  const { search, zone, now } = useScope();
  const here = useRef<HTMLAnchorElement>(null);
  const listed = conversations.some(({ conversation_id: id }) => id === current);
  const router = useRouter();
  useEffect(() => {
    const show = (): void => here.current?.scrollIntoView({ block: "nearest" });
    if (listed) show();
    // Once more after the router has put the list back to where it was.
    return router.subscribe("onRendered", show);
  }, [router, listed]);
  return (
    <nav className={classes.neighbours} aria-label="Conversations of the list">
      <div className={classes.listHead}>
        <Link to="/conversations" search={search} activeOptions={{ exact: true }}>
          {total === undefined ? "Conversations" : `${count(total)} in the list`}
        </Link>
        <span>
          <kbd>j</kbd> <kbd>k</kbd>
        </span>
      </div>
      {conversations.map(({ conversation_id: id, opening, outcome, settled, prompts, agent_id: agent, started_at: at }) => (
        <Link
          key={id}
          ref={id === current ? here : undefined}
          to="/conversations/$conversationId"
          params={{ conversationId: id }}
          search={search}
          className={classes.neighbour}
          aria-current={id === current ? "page" : undefined}
        >
          <b title={opening ?? id}>{opening ?? id}</b>
          <OutcomeBadge outcome={outcome} settled={settled} />
          <span>
            {agent} · {plural(prompts, "turn")}
          </span>
          <span>{brief(at, zone, now)}</span>
        </Link>
      ))}
    </nav>
  );
};
