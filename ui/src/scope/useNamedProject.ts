import { useSearch } from "@tanstack/react-router";
import type { Search } from "./search";

/** The project the address names, to be kept in links; undefined where it names none. */
export function useNamedProject(): string | undefined {
  const search: Search = useSearch({ strict: false });
  return search.project;
}
