// What a live stream has told, the newest first.
import type { EventRow } from "../../api/shapes";
import { money } from "../../format/figure";
import { ratingText } from "../../format/rating";

/** How many entries a page keeps; older ones are in Conversations. */
export const MOST = 200;

/** An event, or word that events were left out between its neighbours. */
export type LiveEntry = { readonly id: string; readonly event: EventRow } | { readonly id: string; readonly leftOut: number | undefined };

/** Puts what arrived, oldest first, before what was there. An event that is told again, as after a break, stands once. */
export function newestFirst(before: readonly LiveEntry[], arrived: readonly LiveEntry[]): readonly LiveEntry[] {
  const known = new Set(before.map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id) && known.add(id));
  return [...fresh.reverse(), ...before].slice(0, MOST);
}

/** The address of a stream. */
export function liveAddress(project: string, kind: string | undefined, agent: string | undefined): string {
  const params = new URLSearchParams({ project });
  if (kind !== undefined) params.set("kind", kind);
  if (agent !== undefined) params.set("agent", agent);
  return `/api/v1/live?${params}`;
}

/** What an event says in one line: its text, or what else it is about. */
export function summary(event: EventRow): string {
  const { text, error, value, currency, properties, name } = event;
  const act = properties?.action ?? properties?.tool;
  const rated = event.rating === undefined ? event.rating_raw : ratingText(event);
  const worth = value === undefined ? undefined : money(value, currency);
  const parts = [typeof act === "string" ? act : undefined, rated, text, error, worth].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? name : parts.join(" · ");
}
