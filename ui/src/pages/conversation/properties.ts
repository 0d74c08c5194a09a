// The properties of a conversation's events: once where all events agree, else
// with the turn they belong to.
import type { ConversationDetail, EventRow } from "../../api/shapes";
import { turnAt } from "./timeline";

export type Pair = readonly [name: string, value: string];

export interface Properties {
  /** Those with one value. */
  readonly common: readonly Pair[];
  /** The others, a list for each turn. */
  readonly byTurn: readonly (readonly Pair[])[];
}

/** What the timeline and the line below an answer say in words of their own, or what only joins events. */
const TOLD = new Set(["tool", "duration_ms", "action", "reply_to", "time_to_first_token_ms", "cost_usd"]);

/** The scalar properties of an event, without those that are told elsewhere. */
const pairsOf = ({ properties }: EventRow): readonly Pair[] =>
  Object.entries(properties ?? {}).flatMap(([name, value]): Pair[] => (TOLD.has(name) || !["string", "number", "boolean"].includes(typeof value) ? [] : [[name, String(value)]]));

const once = (pairs: readonly Pair[]): readonly Pair[] => [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()];

/** Divides what the events say. */
export function propertiesOf({ events, turns }: Pick<ConversationDetail, "events" | "turns">): Properties {
  const all = once(events.flatMap(pairsOf));
  const values = (name: string): number => all.filter(([other]) => other === name).length;
  const varies = ([name]: Pair): boolean => values(name) > 1;
  return {
    common: all.filter((pair) => !varies(pair)),
    byTurn: turns.map((_, index) => once(events.filter((event) => Math.max(0, turnAt(turns, event.occurred_at)) === index).flatMap(pairsOf)).filter(varies)),
  };
}
