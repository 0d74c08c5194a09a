import type { Evidence, Turn } from "../../api/shapes";
import { clock } from "../../format/time";
import { isGoodSignal, spaced } from "../../format/words";
import classes from "./conversation.module.css";

interface Props {
  readonly turn: Turn;
  readonly all: readonly Turn[];
  readonly zone: string;
}

/** What was noticed on a turn, and where it was seen. */
export const SignalMargin = ({ turn, all, zone }: Props) => (
  <ul className={classes.margin} aria-label="Signals">
    {turn.signals.map((signal) => (
      <li key={signal}>
        <b data-good={isGoodSignal(signal)}>{spaced(signal)}</b>
        {turn.evidence
          ?.filter((evidence) => evidence.signal === signal)
          .map((evidence) => {
            const where = whereSeen(evidence, turn, all, zone);
            return where !== "" && <span key={where}>{where}</span>;
          })}
      </li>
    ))}
    {likely(turn).map(([name, chance]) => (
      <li key={name}>
        <span>{`${name} ${Math.round(chance * 100)} %`}</span>
      </li>
    ))}
  </ul>
);

/** From how likely it is that the turn went wrong its chance is shown. */
const SHOWN_FROM = 0.3;

const likely = ({ dissatisfied, gap }: Turn): readonly (readonly [string, number])[] =>
  ([["dissatisfied", dissatisfied], ["did not help", gap]] as const).flatMap(([name, chance]) =>
    chance !== undefined && chance >= SHOWN_FROM ? [[name, chance] as const] : [],
  );

function whereSeen({ about, words }: Evidence, turn: Turn, all: readonly Turn[], zone: string): string {
  const other = about === undefined || about === turn.turn_id ? undefined : all.find(({ turn_id: id }) => id === about);
  const inTexts = words !== undefined && (turn.prompt?.includes(words) || turn.response?.includes(words));
  return [other && `as at ${clock(other.started_at, zone)}`, words !== undefined && !inTexts && words].filter(Boolean).join(" · ");
}
