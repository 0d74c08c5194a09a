import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Conversation } from "../../api/shapes";
import { OutcomeBadge } from "../../outcome/OutcomeBadge";
import { count, money } from "../../format/figure";
import { brief, exact } from "../../format/time";
import type { PageScope } from "../../scope/useScope";
import { SignalList } from "./SignalList";
import { Snippet } from "./Snippet";
import classes from "./conversations.module.css";

interface Props {
  readonly conversation: Conversation;
  readonly scope: PageScope;
  /** Whether what was said may be read. */
  readonly opens: boolean;
}

/** One conversation in the list; its first prompt opens it. */
export const ConversationRow = ({ conversation, opens, scope: { search, zone, now } }: Props) => {
  const { conversation_id: id, opening, outcome, settled, signals, prompts, satisfaction, conversions, value, user_id: user, agent_id: agent, started_at: at, match } = conversation;
  return (
    <Table.Tr className={classes.row}>
      <Table.Td className={classes.opening}>
        {opens ? (
          <Link to="/conversations/$conversationId" params={{ conversationId: id }} search={search} data-opens>
            <span title={opening}>{opening || <i className={classes.absent}>{id}</i>}</span>
            {match && <Snippet match={match} opening={opening ?? ""} />}
          </Link>
        ) : (
          <i className={classes.absent}>{id}</i>
        )}
      </Table.Td>
      <Table.Td>
        <OutcomeBadge outcome={outcome} settled={settled} />
      </Table.Td>
      <Table.Td className={classes.wide}>
        <SignalList signals={signals} />
      </Table.Td>
      <Table.Td ta="right" className={classes.middle}>
        {count(prompts)}
      </Table.Td>
      <Table.Td ta="right" className={`${classes.middle} ${classes.figure}`}>
        {satisfaction.explicit === undefined ? <Absent what="not rated" /> : <span title="Mean of its ratings, from 0 (worst) to 1 (best)">{satisfaction.explicit.toFixed(2)} of 1</span>}
      </Table.Td>
      <Table.Td ta="right" className={classes.wide}>
        {conversions === 0 ? <Absent what="not converted" /> : (value?.map((sum) => money(sum.value, sum.currency)).join(", ") || count(conversions))}
      </Table.Td>
      {opens && <Table.Td className={`${classes.wide} ${classes.name}`} title={user}>{user ?? <Absent what="unknown user" />}</Table.Td>}
      <Table.Td className={`${classes.middle} ${classes.name}`} title={agent}>{agent}</Table.Td>
      <Table.Td ta="right" className={classes.at}>
        <time dateTime={at} title={exact(at, zone)}>
          {brief(at, zone, now)}
        </time>
      </Table.Td>
    </Table.Tr>
  );
};

const Absent = ({ what }: { readonly what: string }) => (
  <span className={classes.absent} title={what}>
    –
  </span>
);
