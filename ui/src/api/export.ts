import type { Scope } from "./queries";

interface Export {
  readonly what: "conversations" | "turns" | "events";
  readonly format: "csv" | "jsonl";
  readonly scope: Scope;
  readonly text: string | undefined;
}

/** Where a file of everything that the filter selects is downloaded. */
export function exportAddress({ what, format, scope, text }: Export): string {
  const { where = "", ...always } = scope;
  const params = new URLSearchParams({ ...always, format });
  if (where !== "") params.set("where", where);
  if (text !== undefined) params.set("q", text);
  return `/api/v1/export/${what}?${params}`;
}
