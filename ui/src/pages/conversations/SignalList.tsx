import { isGoodSignal, spaced } from "../../format/words";
import classes from "./conversations.module.css";

/** The signals of a conversation, each once. */
export const SignalList = ({ signals }: { readonly signals: readonly string[] }) => (
  <span className={classes.signals}>
    {[...new Set(signals)].map((signal) => (
      <span key={signal} data-good={isGoodSignal(signal)}>
        {spaced(signal)}
      </span>
    ))}
  </span>
);
