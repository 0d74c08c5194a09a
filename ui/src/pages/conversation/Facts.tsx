import type { ConversationDetail } from "../../api/shapes";
import { only, SCOPE } from "../../scope/search";
import type { PageScope } from "../../scope/useScope";
import { quote } from "../../where/terms";
import { EstimatedSatisfaction } from "./EstimatedSatisfaction";
import { ExplicitSatisfaction } from "./ExplicitSatisfaction";
import { type Pair, propertiesOf } from "./properties";
import { TextLink } from "../../notice/TextLink";
import classes from "./conversation.module.css";

interface Props {
  readonly conversation: ConversationDetail;
  readonly scope: PageScope;
}

/** What is known about a conversation besides its texts. */
export const Facts = ({ conversation, scope: { search } }: Props) => {
  const { outcome, settled, why, satisfaction, events, user_id: user } = conversation;
  const { common } = propertiesOf(conversation);
  return (
    <aside className={classes.facts} aria-label="About this conversation">
      <h2>Why {outcome}</h2>
      <p>
        {sentence(why)}
        {!settled && " Not settled yet: until then only what an event proves is said."}
      </p>
      <h2>Satisfaction</h2>
      <ExplicitSatisfaction explicit={satisfaction.explicit} events={events} />
      <EstimatedSatisfaction conversation={conversation} />
      <h2>Context</h2>
      <Pairs pairs={contextOf(conversation)} />
      {common.length > 0 && (
        <>
          <h2>Properties</h2>
          <Pairs pairs={common} />
        </>
      )}
      {user !== undefined && (
        <>
          <h2>This user</h2>
          <p className={classes.user}>{user}</p>
          {conversation.second_user && <p>Another identified user wrote under the same conversation id.</p>}
          <TextLink to="/conversations" search={{ ...only(search, ...SCOPE), period: "90d", from: undefined, to: undefined, where: `user = ${quote(user)}` }}>
            All conversations of this user, 90 days
          </TextLink>
        </>
      )}
    </aside>
  );
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function contextOf(conversation: ConversationDetail): readonly Pair[] {
  const { agent_id, version, model, language, environment, account_id, session_id, conversation_id, events } = conversation;
  const sources = [...new Set(events.map(({ source }) => source))].join(", ");
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["agent", agent_id], ["version", version], ["model", model], ["language", language], ["environment", environment],
    ["account", account_id], ["session", session_id], ["conversation", conversation_id], ["source", sources],
  ];
  return pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

const Pairs = ({ pairs }: { readonly pairs: readonly Pair[] }) => (
  <dl className={classes.pairs}>
    {pairs.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
