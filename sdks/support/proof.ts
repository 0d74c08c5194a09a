// What an unmodified SDK brings here, measured in the same way for all of them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Server } from "../../e2e/support/server";

/** What can be asked of an SDK. */
export const COLUMNS = ["complete", "once", "rating", "conversion", "user", "model"] as const;
export type Column = (typeof COLUMNS)[number];

/** Of each SDK what its tests found, as docs/sources.md tells it. */
export const PROVEN = JSON.parse(readFileSync(fileURLToPath(new URL("../proven.json", import.meta.url)), "utf8")) as Readonly<Record<string, readonly Column[]>>;

/** What a test sends: a question of user_42 answered by model m-4, the best rating, and a conversion. */
export interface Sent {
  readonly conversation: string;
  /** How many events of the conversation there must be, no more and no fewer. */
  readonly events: number;
}

/** Compares what is stored with what was sent, and both with what is written down for the SDK. */
export async function prove(sdk: string, server: Server, { conversation, events }: Sent): Promise<void> {
  const stored = async () => (await server.events()).filter(({ conversation_id }) => conversation_id === conversation);
  await expect.poll(async () => (await stored()).length).toBeGreaterThanOrEqual(events);
  const ids = (await stored()).map(({ event_id }) => event_id);
  const told = await server.read("/api/v1/conversations/{id}", {}, conversation);
  const asked = told.turns.filter(({ prompt }) => prompt === "How can I export my data?");
  const found: Record<Column, boolean> = {
    complete: asked[0]?.response === "From the Settings page.",
    once: asked.length === 1 && told.turns.length === told.prompts && ids.length === events && new Set(ids).size === events,
    rating: told.satisfaction.explicit === 1,
    conversion: told.conversions === 1,
    user: told.user_id === "user_42",
    model: asked[0]?.model === "m-4",
  };
  expect(COLUMNS.filter((column) => found[column])).toEqual(PROVEN[sdk]);
}
