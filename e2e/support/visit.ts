// What a page of somebody's site says to the tag, and what became of it.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { EventRow } from "../../ui/src/api/shapes";
import { KEYS, type Server } from "./server";
import { snippet } from "./snippet";

/** What `identity.get` resolves to. */
export interface Identity {
  readonly channel_id: string;
  readonly anonymous_id: string;
  readonly user_id: string | null;
  readonly session_id: string;
  readonly is_ready: boolean;
}

declare global {
  interface Window {
    $screeb: (...command: unknown[]) => Promise<unknown>;
    /** What the calls of a page resolved to, by their number. */
    answers: Record<number, unknown>;
  }
}

/** The body of a page that loads the server's tag by the snippet, then runs a script that keeps answers. */
export const withSnippet = (server: Server, script: string): string => `${snippet(`${server.origin}/tag.js`, KEYS.write)}<script>
  window.answers = {};
  const keep = (at) => (answer) => (window.answers[at] = answer);
  ${script}
</script>`;

/** Opens a page and returns what so many calls of it resolved to. */
export async function visitPage(page: Page, address: string, calls: number): Promise<unknown[]> {
  await page.goto(address);
  await page.waitForFunction((count) => Object.keys(window.answers).length === count, calls);
  return Object.values(await page.evaluate(() => window.answers));
}

export const identityOf = (page: Page): Promise<Identity> => page.evaluate(() => window.$screeb("identity.get")) as Promise<Identity>;

/** The events of calls that were all told they are accepted, as they are stored, in the order of the calls. */
export async function storedFor(server: Server, answers: readonly unknown[]): Promise<EventRow[]> {
  const accepted = answers.map((answer) => (answer as { id: string }).id);
  expect(answers).toEqual(accepted.map((id) => ({ accepted: true, id })));
  const find = async (): Promise<EventRow[]> => {
    const events = await server.events();
    return accepted.flatMap((id) => events.filter(({ event_id }) => event_id === id));
  };
  await expect.poll(async () => (await find()).map(({ event_id }) => event_id), { timeout: 60_000, interval: 250 }).toEqual(accepted);
  return find();
}
