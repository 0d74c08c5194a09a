// What the dashboard asks the API, as query options: one place for keys and paths.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "./client";
import type { ConversationDetail, Conversations, FilterValues, Filters, Installed, Key, Me, Metric, Overview, Status } from "./shapes";

const HOUR = 3_600_000;

/** What figures are asked for. */
export interface Scope {
  readonly project: string;
  readonly from: string;
  readonly to: string;
  readonly tz: string;
  readonly where?: string | undefined;
}

const scoped = (scope: Scope): Query => ({ ...scope });

/** Keys that begin with FIGURES are asked again when something new was analysed. */
export const FIGURES = "figures";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get<Me>("/me", {}, signal),
  staleTime: HOUR,
});

export const overviewQuery = (scope: Scope) =>
  queryOptions({
    queryKey: [FIGURES, "overview", scope],
    queryFn: ({ signal }) => get<Overview>("/reports/overview", scoped(scope), signal),
    placeholderData: keepPreviousData,
  });

export const metricQuery = (id: string, scope: Scope, by: string) =>
  queryOptions({
    queryKey: [FIGURES, "metric", id, by, scope],
    queryFn: ({ signal }) => get<Metric>(`/metrics/${encodeURIComponent(id)}`, { ...scoped(scope), by, compare: "previous" }, signal),
    placeholderData: keepPreviousData,
  });

export const metricsQuery = queryOptions({
  queryKey: ["metrics"],
  queryFn: ({ signal }) => get<{ metrics: Metric["definition"][] }>("/metrics", {}, signal),
  staleTime: HOUR,
});

export const conversationsQuery = (query: Query) =>
  queryOptions({
    queryKey: [FIGURES, "conversations", query],
    queryFn: ({ signal }) => get<Conversations>("/conversations", query, signal),
    placeholderData: keepPreviousData,
  });

export const conversationQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [FIGURES, "conversation", project, id],
    queryFn: ({ signal }) => get<ConversationDetail>(`/conversations/${encodeURIComponent(id)}`, { project }, signal),
  });

export const filtersQuery = (project: string) =>
  queryOptions({
    queryKey: ["filters", project],
    queryFn: ({ signal }) => get<Filters>("/filters", { project }, signal),
    staleTime: HOUR,
  });

export const filterValuesQuery = (project: string, field: string) =>
  queryOptions({
    queryKey: ["filter-values", project, field],
    queryFn: ({ signal }) => get<FilterValues>("/filters/values", { project, field }, signal),
    staleTime: HOUR,
  });

export const keysQuery = (project: string) =>
  queryOptions({ queryKey: ["keys", project], queryFn: ({ signal }) => get<{ keys: Key[] }>("/keys", { project }, signal) });

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => get<Status>("/status", {}, signal),
  refetchInterval: 2_000,
});

export const installQuery = (project: string, since: string) =>
  queryOptions({
    queryKey: ["install", project, since],
    queryFn: ({ signal }) => get<Installed>("/install", { project, since }, signal),
    refetchInterval: 2_000,
  });

/** Asks the server to read a filter: resolves where it is one, throws the Problem that says where its mistake is. */
export const checkWhere = (scope: Scope): Promise<unknown> => get("/conversations", { ...scoped(scope), limit: "1" });
