import type { ConversationDetail } from "../../api/shapes";
import { plural } from "../../format/figure";
import { span } from "../../format/time";
import { OutcomeBadge } from "../../outcome/OutcomeBadge";
import classes from "./conversation.module.css";

interface Props {
  readonly conversation: ConversationDetail;
  readonly zone: string;
}

/** What it was about, how it ended, who and when. */
export const ConversationHead = ({ conversation, zone }: Props) => {
  const { opening, outcome, settled, user_id: user, account_id: account, agent_id: agent, version, started_at, ended_at, turns } = conversation;
  const facts = [user ?? "unknown user", account, version ? `${agent} ${version}` : agent, span(started_at, ended_at, zone), plural(turns.length, "turn"), settled ? undefined : "not settled yet"];
  return (
    <header className={classes.head}>
      <h1>
        <span title={opening}>{opening ?? "Conversation without a prompt"}</span> <OutcomeBadge outcome={outcome} settled={settled} />
      </h1>
      <p>{facts.filter(Boolean).join(" · ")}</p>
    </header>
  );
};
