import type { EventRow, Turn } from "../api/shapes";
import { count, duration } from "../format/figure";
import { Marked } from "./Marked";
import classes from "./conversation.module.css";

interface Props {
  readonly turn: Turn;
  readonly words: readonly string[];
  readonly events: readonly EventRow[];
}

/** What the copilot answered, or that it did not, with what that took. */
export const Answer = ({ turn, words, events }: Props) => {
  const { response, error } = turn;
  const facts = factsOf(turn, marksOf(turn, events));
  return (
    <div className={classes.answer}>
      <span className={classes.who}>Copilot: </span>
      {response ? <Marked text={response} words={words} /> : error === undefined && <em className={classes.absent}>{turn.answered ? "An answer without text" : "No answer"}</em>}
      {error !== undefined && <div className={classes.error}>Error: {error}</div>}
      {facts.length > 0 && <small>{facts.join(" · ")}</small>}
    </div>
  );
};

function factsOf(turn: Turn, marks: readonly string[]): readonly string[] {
  const { latency_ms: latency, model, input_tokens: input, output_tokens: output } = turn;
  const tokens = input === undefined && output === undefined ? undefined : `${count(input ?? 0)} + ${count(output ?? 0)} tokens`;
  return [latency === undefined ? undefined : duration(latency), model, tokens, ...marks].filter((fact) => fact !== undefined);
}

const MARKS: Readonly<Record<string, string>> = { redacted: "personal data redacted", truncated: "text cut at 64 KiB", time_inferred: "time inferred" };

/** What was done to the texts of a turn before they were kept. */
function marksOf({ prompt_event_id: prompt }: Turn, events: readonly EventRow[]): readonly string[] {
  const marks = events.find(({ event_id: id }) => id === prompt)?.marks ?? [];
  return marks.flatMap((mark) => MARKS[mark] ?? []);
}
