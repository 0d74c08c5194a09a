// What the fields of a project's settings may hold, and whose fault a refusal is.
import { Problem } from "../../../api/problem";
import type { Settings } from "../../../api/shapes";

export type Field = keyof Settings;
export type Mistakes = Readonly<Partial<Record<Field, string>>>;

/** The server's limits. */
export const MOST = { name: 100, internal_users: 500, internal_domains: 50, bots: 500, goals: 100, rating_scale: 40, hours: 876_000 } as const;

const LISTS = ["internal_users", "internal_domains", "bots", "goals"] as const;

/** What may be kept for a time only. */
export const KEPT = [
  { field: "texts_kept_hours", label: "Texts", description: "Prompts, answers and comments." },
  { field: "properties_kept_hours", label: "Own properties", description: "Those that no figure is made of; nothing can be broken down by them then." },
  { field: "context_kept_hours", label: "Context", description: "What senders' libraries add, as the page." },
] as const;

/** Letters that no domain of an e-mail has; the server takes "@example.com" too. */
const isDomain = (text: string): boolean => /^@?[^@/\s]+\.[^@/\s]+$/.test(text);

/** What is wrong before anything is sent, by field. */
export function mistakesOf(wish: Settings): Mistakes {
  const mistakes: Partial<Record<Field, string>> = {};
  if (wish.name.trim() === "") mistakes.name = "A project has a name.";
  for (const list of LISTS) {
    if (wish[list].length > MOST[list]) mistakes[list] = `At most ${MOST[list]}; these are ${wish[list].length}.`;
  }
  const odd = wish.internal_domains.find((domain) => !isDomain(domain));
  if (odd !== undefined) mistakes.internal_domains = `“${odd}” is no domain of e-mails: write one as in example.com.`;
  return mistakes;
}

const FIELDS: readonly Field[] = ["name", "zone", "rating_scale", ...LISTS, ...KEPT.map(({ field }) => field)];

/** The field that the server refused, with what it says; undefined where it names none of the form. */
export function refusedField(error: unknown): Mistakes | undefined {
  if (!(error instanceof Problem)) return undefined;
  const name = error.field?.replace(/\[\d+\]$/, "");
  const field = FIELDS.find((one) => one === name);
  return field && { [field]: error.detail };
}

/** Names of the time zones that this browser knows, with one that is chosen already. */
export const zonesWith = (chosen: string): string[] => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen])];

/** "It is 10:15 there now, UTC+1."; empty for a zone that this browser does not know. */
export function nowIn(zone: string, now: number): string {
  try {
    const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset" });
    return `It is ${time.format(now).replace(" ", " there now, ").replace("GMT", "UTC")}.`;
  } catch {
    return "";
  }
}
