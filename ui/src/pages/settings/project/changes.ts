import type { Settings } from "../../../api/shapes";
import { KEPT } from "./fields";

const LISTS = [
  ["internal_users", "internal users"],
  ["internal_domains", "internal domains"],
  ["bots", "bots"],
  ["goals", "goals"],
] as const;

/** "for ever", "for 36 h" or "for 90 days". */
export function keptFor(hours: number): string {
  if (hours === 0) return "for ever";
  return hours % 24 === 0 && hours > 48 ? `for ${hours / 24} days` : `for ${hours} h`;
}

/** What differs between two states of the settings, a phrase each. */
export function changesOf(before: Settings, after: Settings): string[] {
  const said: string[] = [];
  if (before.name !== after.name) said.push(`name ${after.name}`);
  if (before.zone !== after.zone) said.push(`days of ${after.zone}`);
  if (before.rating_scale !== after.rating_scale) said.push(after.rating_scale === "" ? "no scale of ratings" : `ratings on ${after.rating_scale}`);
  for (const [list, name] of LISTS) {
    const added = after[list].filter((one) => !before[list].includes(one)).length;
    const dropped = before[list].filter((one) => !after[list].includes(one)).length;
    if (added + dropped > 0) said.push([`${name}`, added > 0 && `+${added}`, dropped > 0 && `−${dropped}`].filter(Boolean).join(" "));
  }
  for (const { field, label } of KEPT) {
    if (before[field] !== after[field]) said.push(`${label.toLowerCase()} kept ${keptFor(after[field])}`);
  }
  return said.length === 0 ? ["nothing changed"] : said;
}
