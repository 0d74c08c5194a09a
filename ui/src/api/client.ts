import { problemOf } from "./problem";

export type Query = Readonly<Record<string, string | undefined>>;
export const address = (path: string, query: Query): string => {
  const params = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v === undefined || v === "" ? [] : [[k, v]])));
  return `/api/v1${path}${params.size > 0 ? `?${params}` : ""}`;
};
async function call<T>(method: string, path: string, query: Query, signal?: AbortSignal, body?: unknown): Promise<T> {
  const answer = await fetch(address(path, query), { method, signal: signal ?? null, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }) });
  const text = await answer.text();
  const data: unknown = text === "" ? undefined : JSON.parse(text);
  if (!answer.ok) throw problemOf(answer.status, data);
  return data as T;
}
export const get = <T>(path: string, query: Query, signal?: AbortSignal): Promise<T> => call("GET", path, query, signal);
export const post = <T>(path: string, body: unknown): Promise<T> => call("POST", path, {}, undefined, body);
export const remove = (path: string): Promise<void> => call("DELETE", path, {});
