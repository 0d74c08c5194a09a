import type { ConversationDetail } from "../../api/shapes";
import classes from "./conversation.module.css";

interface Props {
  readonly conversation: ConversationDetail;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What the texts suggest, apart from what the user said, with its doubt and its reasons. */
export const EstimatedSatisfaction = ({ conversation: { satisfaction, reasons } }: Props) => {
  const { estimated, estimated_low: low, estimated_high: high } = satisfaction;
  if (estimated === undefined) return null;
  return (
    <>
      <p>
        Estimated <b>{percent(estimated)}</b>
        {low !== undefined && high !== undefined && `, between ${percent(low)} and ${percent(high)}`}: the chance that the user was satisfied, judged by the texts.
      </p>
      {reasons.length > 0 && (
        <ul className={classes.reasons} aria-label="Reasons of the estimate">
          {reasons.map(({ cue, words, push }) => (
            <li key={cue} data-good={push > 0}>
              {words}
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
