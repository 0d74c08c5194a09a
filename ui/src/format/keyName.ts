import type { InboxKey } from "../api/shapes";

/** What a key is called. */
export function keyName(keys: readonly InboxKey[], id: string): string {
  const key = keys.find((one) => one.id === id);
  if (id === "") return "without a key";
  return key ? key.name || `${key.kind} key ${key.hint}…` : "a key that may not send, or no more";
}
