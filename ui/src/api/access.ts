// What is asked and done about people, their sessions and keys.
import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done } from "./client";
import type { Invited, Key, Person, Role } from "./shapes";

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/people", { signal })),
});

export const invite = (email: string, role: Role): Promise<Invited> => bodyOf(api.POST("/api/v1/people", { body: { email, role } }));
export const inviteAgain = (id: string): Promise<Invited> => bodyOf(api.POST("/api/v1/people/{id}/invitation", { params: { path: { id } } }));
export const changeRole = (id: string, role: Role): Promise<Person> => bodyOf(api.PATCH("/api/v1/people/{id}", { params: { path: { id } }, body: { role } }));
export const removePerson = (id: string): Promise<void> => done(api.DELETE("/api/v1/people/{id}", { params: { path: { id } } }));
export const endSessionsOf = (id: string): Promise<void> => done(api.DELETE("/api/v1/people/{id}/sessions", { params: { path: { id } } }));

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/me/sessions", { signal })),
});

export const endSession = (id: string): Promise<void> => done(api.DELETE("/api/v1/me/sessions/{id}", { params: { path: { id } } }));
export const endOtherSessions = (): Promise<void> => done(api.DELETE("/api/v1/me/sessions"));
export const changePassword = (current: string, password: string): Promise<void> =>
  done(api.POST("/api/v1/me/password", { body: { password, ...(current === "" ? {} : { current }) } }));

export interface KeyWish {
  readonly kind: Key["kind"];
  readonly name: string;
  readonly value: string;
  readonly transcripts: boolean;
  readonly origins: readonly string[];
  readonly rate: number;
}

export const addKey = (project: string, { value, origins, ...wish }: KeyWish): Promise<Key> =>
  bodyOf(api.POST("/api/v1/keys", { params: { query: { project } }, body: { ...wish, origins: [...origins], ...(value === "" ? {} : { value }) } }));
export const updateKey = (project: string, id: string, wish: Pick<KeyWish, "name" | "origins" | "rate">): Promise<Key> =>
  bodyOf(api.PUT("/api/v1/keys/{id}", { params: { path: { id }, query: { project } }, body: { ...wish, origins: [...wish.origins] } }));
export const rotateKey = (project: string, id: string, grace: number): Promise<Key> =>
  bodyOf(api.POST("/api/v1/keys/{id}/rotate", { params: { path: { id }, query: { project } }, body: { grace_seconds: grace } }));
export const revokeKey = (project: string, id: string): Promise<void> => done(api.DELETE("/api/v1/keys/{id}", { params: { path: { id }, query: { project } } }));

export const auditQuery = (before: string | undefined) =>
  queryOptions({
    queryKey: ["audit", before],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/audit", { params: { query: before === undefined ? {} : { before } }, signal })),
  });
