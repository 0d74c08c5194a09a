import { api, bodyOf, done } from "./client";
import type { Me } from "./shapes";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sets the session's cookie, or throws a Problem that says why not. */
export const signIn = (credentials: Credentials): Promise<Me> => bodyOf(api.POST("/api/v1/session", { body: credentials }));

export const signOut = (): Promise<void> => done(api.DELETE("/api/v1/session"));

/** Chooses a password by an invitation and signs in. */
export const join = (invitation: { readonly token: string; readonly password: string }): Promise<Me> => bodyOf(api.POST("/api/v1/invitations", { body: invitation }));
