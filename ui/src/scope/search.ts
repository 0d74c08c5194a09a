// The query of the address: every value a text, exactly as it stands there, so
// that a link of the API passes through unchanged.

export type Search = Readonly<Record<string, string | undefined>>;

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** A copy without the named parameters. */
export function without(search: Search, ...names: readonly string[]): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !names.includes(name)));
}

/** A copy with only the named parameters. */
export function only(search: Search, ...names: readonly string[]): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => names.includes(name)));
}

/** What the filter bar keeps from page to page. */
export const SCOPE = ["project", "period", "from", "to", "compare", "where"] as const;

/** What names the conversations that are listed: those behind a figure, or those that are kept out of all. */
export const BEHIND = ["behind", "by", "group", "only", "include"] as const;
