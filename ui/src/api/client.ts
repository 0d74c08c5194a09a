// The API's client, typed by its OpenAPI document.
import createClient from "openapi-fetch";
import { problemOf } from "./problem";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: globalThis.location.origin });

interface Answered<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a success; anything else is thrown as a Problem. */
export async function bodyOf<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok || data === undefined) throw problemOf(response.status, error);
  return data;
}

/** Waits for a success that has no body; anything else is thrown as a Problem. */
export async function done(call: Promise<Answered<unknown>>): Promise<void> {
  const { error, response } = await call;
  if (!response.ok) throw problemOf(response.status, error);
}
