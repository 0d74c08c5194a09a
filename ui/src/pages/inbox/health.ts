// How the tallies of Inbox health are put together for people.
import type { InboxHealth, InboxRow, InboxSample } from "../../api/shapes";

/** How one key sent through one door. */
export interface Sender {
  readonly key: string;
  readonly source: string;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly refused: number;
}

/** A line for each key and door, the busiest first. */
export function senders(rows: readonly InboxRow[]): readonly Sender[] {
  const all = new Map<string, Sender>();
  for (const { key, source, verdict, count } of rows) {
    const name = JSON.stringify([key, source]);
    const was = all.get(name) ?? { key, source, accepted: 0, duplicate: 0, rejected: 0, refused: 0 };
    all.set(name, verdict === "noticed" ? was : { ...was, [verdict]: was[verdict] + count });
  }
  const sent = ({ accepted, duplicate, rejected, refused }: Sender): number => accepted + duplicate + rejected + refused;
  return [...all.values()].sort((a, b) => sent(b) - sent(a));
}

export interface Fault extends InboxRow {
  readonly samples: readonly InboxSample[];
}

const WEIGHT: Readonly<Record<InboxRow["verdict"], number>> = { refused: 0, rejected: 0, noticed: 1, accepted: 2, duplicate: 2 };

/** What there is to mend: what was lost before what was kept all the same, the most frequent first. */
export const faults = ({ rows, samples }: Pick<InboxHealth, "rows" | "samples">): readonly Fault[] =>
  rows
    .filter(({ code }) => code !== "")
    .map((row) => ({ ...row, samples: samples.filter(({ key, source, code }) => key === row.key && source === row.source && code === row.code) }))
    .sort((a, b) => WEIGHT[a.verdict] - WEIGHT[b.verdict] || b.count - a.count);

/** The lines of a sample, and whether each is that of the field at fault. */
export function markedLines(item: string, field: string | undefined): readonly (readonly [line: string, marked: boolean])[] {
  const start = field === undefined ? undefined : `${JSON.stringify(field)}:`;
  return item.split("\n").map((line) => [line, start !== undefined && line.trimStart().startsWith(start)] as const);
}

/** A text whose parts between backticks are code, cut at them: text and code in turn. */
export const pieces = (text: string): readonly string[] => text.split("`");
