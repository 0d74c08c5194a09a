import { post, remove } from "./client";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sets the session's cookie, or throws a Problem that says why not. */
export const signIn = (credentials: Credentials): Promise<unknown> => post("/session", credentials);

export const signOut = (): Promise<void> => remove("/session");
