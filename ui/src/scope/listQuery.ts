import type { ListParameters } from "../api/shapes";
import { BEHIND, only, type Search } from "./search";
import type { PageScope } from "./useScope";

type Sort = NonNullable<ListParameters["sort"]>;

/** The order of a search where none is named. */
export const RELEVANCE = { value: "relevance", label: "Best match first" } as const;

/** The orders a list can have; the first where none is named. */
export const SORTS: readonly { readonly value: Sort; readonly label: string }[] = [
  { value: "-started", label: "Newest first" },
  { value: "started", label: "Oldest first" },
  { value: "-turns", label: "Most turns first" },
  { value: "rating", label: "Worst rated first" },
  { value: "-rating", label: "Best rated first" },
];

/** What the API is asked for the list that the address describes. Instants that the address names are passed on as they stand. */
export function listQuery({ asked, search, period }: PageScope): ListParameters {
  const named = period.preset === undefined && search.from?.includes("T") ? only(search, "from", "to") : {};
  const sorts: readonly { readonly value: Sort }[] = [...SORTS, ...(search.q === undefined ? [] : [RELEVANCE])];
  const meant = byMeaning(search);
  const sort = meant ? undefined : sorts.find(({ value }) => value === search.sort)?.value;
  const limit = Number(search.limit);
  return {
    ...asked,
    ...defined({ ...named, ...only(search, "q", "cursor", ...BEHIND) }),
    ...(sort === undefined ? {} : { sort }),
    ...(meant ? { mode: "both" } : {}),
    ...(Number.isInteger(limit) && limit > 0 ? { limit } : {}),
  };
}

/** Whether conversations are found by what their prompts mean too, not by words alone. */
export const byMeaning = (search: Search): boolean => search.q !== undefined && search.mode === "both";

const defined = (search: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
