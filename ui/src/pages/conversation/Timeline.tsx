import type { ConversationDetail } from "../../api/shapes";
import { Notice } from "../../notice/Notice";
import { HappeningLine } from "./HappeningLine";
import { propertiesOf } from "./properties";
import { reading } from "./timeline";
import { TurnView } from "./TurnView";
import classes from "./conversation.module.css";

interface Props {
  readonly conversation: ConversationDetail;
  readonly zone: string;
}

/** The chat, turn by turn. */
export const Timeline = ({ conversation, zone }: Props) => {
  const { before, turns } = reading(conversation);
  const { byTurn } = propertiesOf(conversation);
  if (turns.length === 0) return <Notice title="No turn yet">Its events carry neither a prompt nor a response, or they are still being analysed.</Notice>;
  return (
    <>
      {before.map((happening) => (
        <div key={happening.id} className={classes.turn}>
          <HappeningLine happening={happening} zone={zone} />
        </div>
      ))}
      <ol className={classes.turns}>
        {turns.map(({ turn, after }, index) => (
          <TurnView key={turn.turn_id} turn={turn} all={conversation.turns} zone={zone} events={conversation.events} properties={byTurn[index] ?? []}>
            {after.map((happening) => (
              <HappeningLine key={happening.id} happening={happening} zone={zone} />
            ))}
          </TurnView>
        ))}
      </ol>
    </>
  );
};
