import type { EventRow, Turn } from "../../api/shapes";
import { count, duration, money } from "../../format/figure";
import { Marked } from "./Marked";
import type { Pair } from "./properties";
import classes from "./conversation.module.css";

interface Props {
  readonly turn: Turn;
  readonly words: readonly string[];
  readonly events: readonly EventRow[];
  readonly properties: readonly Pair[];
}

/** What the copilot answered, or that it did not, with what that took. */
export const Answer = ({ turn, words, events, properties }: Props) => {
  const { response, error } = turn;
  const facts = [...factsOf(turn), ...properties.map(([name, value]) => (name === "cost_usd" ? `cost $${value}` : `${name} ${value}`)), ...marksOf(turn, events)];
  return (
    <div className={classes.answer}>
      <span className={classes.who}>Copilot: </span>
      {response ? <Marked text={response} words={words} /> : error === undefined && <em className={classes.absent}>{turn.answered ? "The answer was kept for a time only" : "No answer"}</em>}
      {error !== undefined && <div className={classes.error}>Error: {error}</div>}
      {facts.length > 0 && <small>{facts.join(" · ")}</small>}
    </div>
  );
};

function factsOf(turn: Turn): readonly string[] {
  const { latency_ms: latency, time_to_first_token_ms: first, model, input_tokens: input, output_tokens: output, cost_usd: cost } = turn;
  const tokens = [input === undefined ? undefined : `${count(input)}\u00a0in`, output === undefined ? undefined : `${count(output)}\u00a0out`].filter((part) => part !== undefined);
  return [
    latency === undefined ? undefined : duration(latency),
    first === undefined ? undefined : `first token ${duration(first)}`,
    model,
    tokens.length === 0 ? undefined : `tokens\u00a0${tokens.join(",\u00a0")}`,
    cost === undefined ? undefined : `cost\u00a0${money(cost, "USD")}`,
  ].filter((fact) => fact !== undefined);
}

const MARKS: Readonly<Record<string, string>> = { redacted: "personal data redacted", truncated: "text cut at 64 KiB", time_inferred: "time inferred", text_removed: "text removed: it was kept for a time only" };

/** What was done to the texts of a turn before they were kept. */
function marksOf({ prompt_event_id: prompt }: Turn, events: readonly EventRow[]): readonly string[] {
  const marks = events.find(({ event_id: id }) => id === prompt)?.marks ?? [];
  return marks.flatMap((mark) => MARKS[mark] ?? []);
}
