import type { Query } from "../api/client";
import type { PageScope } from "../scope/useScope";
import { BEHIND, only } from "../scope/search";

const LIST = ["q", "sort", "cursor", "limit", ...BEHIND] as const;

/** What the API is asked for the list that the address describes. A period that the address names is passed on as it stands. */
export function listQuery({ asked, search, period }: PageScope): Query {
  const named = period.preset === undefined && search.from?.includes("T") ? only(search, "from", "to") : {};
  return { ...asked, ...named, ...only(search, ...LIST) };
}
