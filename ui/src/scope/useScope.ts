import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { meQuery, type Scope } from "../api/queries";
import { Problem } from "../api/problem";
import { type Period, periodOf } from "./period";
import { type Search, without } from "./search";
import { useNow } from "./useNow";

export interface PageScope {
  readonly search: Search;
  readonly zone: string;
  readonly period: Period;
  /** Whether figures show how they differ from the period before. */
  readonly compares: boolean;
  readonly where: string;
  /** What the API is asked with. */
  readonly asked: Scope;
  readonly now: number;
}

/** The project of the page: the one in the address, else the first. */
export function useProject(): { id: string; name: string; zone: string } {
  const { data: me } = useSuspenseQuery(meQuery);
  const search: Search = useSearch({ strict: false });
  const project = me.projects.find(({ id }) => id === search.project) ?? me.projects[0];
  if (!project) throw new Problem(403, "You have no project yet. Ask an owner to add you to one.");
  return project;
}

/** What the filter bar says, read from the address. */
export function useScope(): PageScope {
  const search: Search = useSearch({ strict: false });
  const { id, zone } = useProject();
  const now = useNow();
  const period = periodOf(search, zone, now);
  const where = search.where ?? "";
  const asked: Scope = {
    project: id,
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    tz: zone,
    ...(where === "" ? {} : { where }),
  };
  return { search, zone, period, compares: search.compare !== "none", where, asked, now };
}

/** Changes the address: a change of scope begins again at the first page of a list. */
export function useSetSearch(): (change: Search) => void {
  const navigate = useNavigate();
  return (change) => void navigate({ to: ".", search: (before: Search) => without({ ...before, ...change }, ...("cursor" in change ? [] : ["cursor"])) });
}
