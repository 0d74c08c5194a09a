import { api, bodyOf } from "./client";
import { problemOf } from "./problem";
import type { Me } from "./shapes";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sets the session's cookie, or throws a Problem that says why not. */
export const signIn = (credentials: Credentials): Promise<Me> => bodyOf(api.POST("/api/v1/session", { body: credentials }));

export async function signOut(): Promise<void> {
  const { response, error } = await api.DELETE("/api/v1/session");
  if (!response.ok) throw problemOf(response.status, error);
}
