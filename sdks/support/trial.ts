// What every SDK must come through: a wrong key, a key that sends too fast, and a server that is killed.
import { expect } from "vitest";
import type { Server } from "../../e2e/support/server";

/** A client of some SDK that sends prompts of a conversation. */
export interface Client {
  /** Sends one; it may wait with others before it leaves. */
  send(conversation: string, prompt: string): unknown;
  /** Sends what waits, and returns when all of it is sent or given up. */
  close(): Promise<unknown>;
}

/** The prompts that are stored of a conversation. */
export const prompts = async (server: Server, conversation: string): Promise<string[]> =>
  (await server.events()).filter(({ conversation_id }) => conversation_id === conversation).map(({ text }) => text ?? "").toSorted();

const named = (count: number): string[] => Array.from({ length: count }, (_, at) => `Question ${at}`).toSorted();

/** A key of a backend that may send 50 events a second, and 500 at once after a pause. */
export function slowKey(server: Server): string {
  server.subcommand("keys", "add", "--kind", "server", "--value", SLOW_KEY, "--rate", "50");
  return SLOW_KEY;
}
const SLOW_KEY = "a-slow-key-of-a-backend-0123456789ab";

/** Sends more than the key's rate and burst allow, so that it is told to wait, and expects that all of it arrives in the end. */
export async function sendTooFast(server: Server, client: Client): Promise<void> {
  const count = 700;
  for (let at = 0; at < count; at++) client.send("conv_fast", `Question ${at}`);
  await client.close();
  const { rows } = await server.read("/api/v1/health/inbox");
  expect(rows.map(({ code }) => code)).toContain("rate_exceeded");
  expect(await prompts(server, "conv_fast")).toEqual(named(count));
}

/** Kills the server while the client sends, and starts it again: nothing may be lost, nothing doubled. */
export async function sendThroughRestart(server: Server, client: Client): Promise<void> {
  let sent = 0;
  const send = (count: number): void => {
    for (const end = sent + count; sent < end; sent++) client.send("conv_kill", `Question ${sent}`);
  };
  send(50);
  await expect.poll(async () => (await prompts(server, "conv_kill")).length).toBeGreaterThan(0);
  const going = setInterval(() => send(1), 10);
  await expect.poll(() => sent).toBeGreaterThan(80);
  await server.kill();
  const atKill = sent;
  await expect.poll(() => sent).toBeGreaterThan(atKill + 20);
  await server.run();
  clearInterval(going);
  await client.close();
  await expect.poll(async () => (await prompts(server, "conv_kill")).length).toBe(sent);
  expect(await prompts(server, "conv_kill")).toEqual(named(sent));
}
