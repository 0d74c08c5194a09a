// What the dashboard asks the API, as query options: one place for keys and paths.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import type { ListParameters } from "./shapes";

const HOUR = 3_600_000;

/** What figures are asked for. */
export interface Scope {
  readonly project: string;
  readonly from: string;
  readonly to: string;
  readonly tz: string;
  readonly where?: string;
}

/** Keys that begin with FIGURES are asked again when something new was analysed. */
export const FIGURES = "figures";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/me", { signal })),
  staleTime: HOUR,
});

export const overviewQuery = (scope: Scope) =>
  queryOptions({
    queryKey: [FIGURES, "overview", scope],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/reports/overview", { params: { query: scope }, signal })),
    placeholderData: keepPreviousData,
  });

export const metricQuery = (id: string, scope: Scope, by: string) =>
  queryOptions({
    queryKey: [FIGURES, "metric", id, by, scope],
    queryFn: ({ signal }) =>
      bodyOf(api.GET("/api/v1/metrics/{id}", { params: { path: { id }, query: { ...scope, by, compare: "previous" } }, signal })),
    placeholderData: keepPreviousData,
  });

export const metricsQuery = queryOptions({
  queryKey: ["metrics"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/metrics", { signal })),
  staleTime: HOUR,
});

export const conversationsQuery = (query: ListParameters) =>
  queryOptions({
    queryKey: [FIGURES, "conversations", query],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/conversations", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const conversationQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [FIGURES, "conversation", project, id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/conversations/{id}", { params: { path: { id }, query: { project } }, signal })),
  });

export const filtersQuery = (project: string) =>
  queryOptions({
    queryKey: ["filters", project],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/filters", { params: { query: { project } }, signal })),
    staleTime: HOUR,
  });

export const filterValuesQuery = (project: string, field: string) =>
  queryOptions({
    queryKey: ["filter-values", project, field],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/filters/values", { params: { query: { project, field } }, signal })),
    staleTime: HOUR,
  });

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: ["keys", project],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/keys", { params: { query: { project } }, signal })),
  });

/** What senders did since a moment, which is rounded so that the question stays the same for a while. */
export const inboxQuery = (project: string, from: string, every: number) =>
  queryOptions({
    queryKey: ["inbox", project, from],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/health/inbox", { params: { query: { project, from } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  });

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/status", { signal })),
  refetchInterval: 2_000,
});

export const installQuery = (project: string, since: string) =>
  queryOptions({
    queryKey: ["install", project, since],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/install", { params: { query: { project, since } }, signal })),
    refetchInterval: 2_000,
  });

/** Asks the server to read a filter: resolves where it is one, throws the Problem that says where its mistake is. */
export const checkWhere = (scope: Scope): Promise<unknown> => bodyOf(api.GET("/api/v1/conversations", { params: { query: { ...scope, limit: 1 } } }));
