import { isGoodSignal, spaced } from "../../format/words";
import classes from "./conversations.module.css";

/** More would leave no room for the first prompt. */
const MOST = 3;

/** The signals of a conversation, each once; those after the first few are named when asked. */
export const SignalList = ({ signals }: { readonly signals: readonly string[] }) => {
  const each = [...new Set(signals)];
  const rest = each.slice(MOST).map(spaced);
  return (
    <span className={classes.signals}>
      {each.slice(0, MOST).map((signal) => (
        <span key={signal} data-good={isGoodSignal(signal)}>
          {spaced(signal)}
        </span>
      ))}
      {rest.length > 0 && (
        <span title={rest.join(", ")} aria-label={`and ${rest.join(", ")}`} role="note">
          +{rest.length}
        </span>
      )}
    </span>
  );
};
