// What an owner decides about a project, and what that keeps out of figures.
import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { FIGURES } from "./queries";
import type { Settings } from "./shapes";

export const settingsQuery = (project: string) =>
  queryOptions({
    queryKey: ["settings", project],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/settings", { params: { query: { project } }, signal })),
  });

/** The project's own events, of which goals can be chosen. */
export const goalsQuery = (project: string) =>
  queryOptions({
    queryKey: ["goals", project],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/settings/goals", { params: { query: { project } }, signal })),
  });

export const putSettings = (project: string, body: Settings): Promise<Settings> => bodyOf(api.PUT("/api/v1/settings", { params: { query: { project } }, body }));

/** What stays out of the figures of the API's own period, the last 28 days. */
export const excludedQuery = (project: string) =>
  queryOptions({
    queryKey: [FIGURES, "excluded", project],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/metrics/{id}", { params: { path: { id: "conversations" }, query: { project } }, signal }))).excluded,
  });
