import { refuse } from "./types";

/** Scales that have a name, as the single bound they stand for. */
const NAMED: Record<string, number> = { csat: 5, ces: 7, nps: 10, thumbs: 1, boolean: 1 };

function number(text = ""): number {
  const s = text.trim();
  return /^[-+.\d]+$/.test(s) ? +s : NaN;
}

/**
 * Refuses a rating that its scale does not have, as the server would. A scale
 * is "a-b", a single bound n for 1–n (0–n where n is 1 or 10), or a name;
 * thumbs and boolean take words.
 */
export function checkRating(rating: string, written: string): void {
  const name = written.trim().toLowerCase();
  const scale = String(NAMED[name] ?? name).replace(/[–—]/g, "-");
  const bounds = /^([-+]?[.\d]+)\s*-([-+.\d\s]+)$/.exec(scale);
  const high = number(bounds ? bounds[2] : scale);
  const low = bounds ? number(bounds[1]) : high === 1 || high === 10 ? 0 : 1;
  if (!(low < high && isFinite(high))) refuse("unknown_rating_scale", "rating_scale");
  const said = rating.trim().toLowerCase();
  const words = /^(thumbs|boolean)$/.test(name);
  if (words && /^(up|down|true|false|yes|no|0|-?1|👍|👎)[\ufe0f🏻-🏿]*$/u.test(said)) return;
  const value = number(said);
  if (isNaN(value)) refuse("invalid_rating", "rating");
  if (value < low || value > high) refuse("rating_out_of_range", "rating");
}
