// Ratings as they were sent, since that is what the user did.
import type { EventRow } from "../api/shapes";

type Sent = Pick<EventRow, "rating" | "rating_raw" | "rating_scale_raw">;

/** "4 of 5", "9 of 10", "3 on 2–7", "up (thumbs)"; without a raw value the normalised one, "0.75 of 1". */
export function ratingText({ rating, rating_raw: raw, rating_scale_raw: scale }: Sent): string {
  if (raw === undefined) return `${(rating ?? 0).toFixed(2)} of 1`;
  if (scale === undefined) return raw;
  const [, from, to] = /^(?:(\d+)-)?(\d+)$/.exec(scale) ?? [];
  if (to === undefined) return `${raw} (${scale})`;
  return from === undefined || Number(from) <= 1 ? `${raw} of ${to}` : `${raw} on ${from}–${to}`;
}

/** The events of a conversation that rate it, in order. */
export const ratingsAmong = (events: readonly EventRow[]): readonly EventRow[] => events.filter(({ kind, rating }) => kind === "satisfaction" && rating !== undefined);
