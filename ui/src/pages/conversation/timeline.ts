// The order in which a conversation is read: its turns, and under each what
// else happened before the next.
import type { Conversion, ConversationDetail, EventRow, Turn } from "../../api/shapes";

export interface TurnWithEvents {
  readonly turn: Turn;
  /** Ratings, conversions, actions and tools, in order of time. */
  readonly after: readonly Happening[];
}

export type Happening = { readonly at: string; readonly id: string } & (
  | { readonly kind: "event"; readonly event: EventRow }
  | { readonly kind: "conversion"; readonly conversion: Conversion }
);

const SHOWN = new Set(["satisfaction", "action", "tool"]);

function happenings({ events, conversion_events: conversions }: ConversationDetail): readonly Happening[] {
  const shown = events.filter(({ kind }) => SHOWN.has(kind)).map((event): Happening => ({ kind: "event", at: event.occurred_at, id: event.event_id, event }));
  const converted = conversions.map((conversion): Happening => ({ kind: "conversion", at: conversion.at, id: conversion.event_id, conversion }));
  return [...shown, ...converted].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export interface Reading {
  /** What happened before the first turn. */
  readonly before: readonly Happening[];
  readonly turns: readonly TurnWithEvents[];
}

/** The index of the last turn that began by then; -1 before the first. */
export const turnAt = (turns: readonly Turn[], at: string): number => turns.findLastIndex(({ started_at }) => Date.parse(started_at) <= Date.parse(at));

/** The turns that ratings and actions speak about, by their events, as the server found them. */
const turnsNamed = ({ ratings, turns }: ConversationDetail): ReadonlyMap<string, string> =>
  new Map([
    ...ratings.flatMap(({ event_id: id, turn_id: turn }) => (turn === undefined ? [] : [[id, turn] as const])),
    ...turns.flatMap(({ turn_id: turn, evidence }) => (evidence ?? []).flatMap(({ event: id }) => (id === undefined ? [] : [[id, turn] as const]))),
  ]);

/** Puts each happening under the turn it speaks about, else under the last that began before it. */
export function reading(conversation: ConversationDetail): Reading {
  const all = happenings(conversation);
  const named = turnsNamed(conversation);
  const place = ({ at, id }: Happening): number => {
    const turn = named.get(id);
    return turn === undefined ? turnAt(conversation.turns, at) : conversation.turns.findIndex(({ turn_id }) => turn_id === turn);
  };
  return {
    before: all.filter((one) => place(one) < 0),
    turns: conversation.turns.map((turn, index) => ({ turn, after: all.filter((one) => place(one) === index) })),
  };
}
