// A server for unit tests: it keeps what was posted and answers as told.
import { vi } from "vitest";
import type { Item } from "../src/types";

export interface Post {
  url: string;
  body: string;
  key: string;
  sent_at: string;
  events: Item[];
  init: RequestInit;
}

export type Reply = () => Response | Promise<Response>;

export const reply = (status: number, body: object = {}, headers: Record<string, string> = {}): Reply => {
  return () => new Response(JSON.stringify(body), { status, headers });
};

export const offline: Reply = () => Promise.reject(new TypeError("Failed to fetch"));

/** Replaces fetch; the replies are used up in order, after them everything is accepted. */
export function fakeServer(...replies: Reply[]): { posts: Post[] } {
  const posts: Post[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const body = init.body as string;
    posts.push({ url, body, init, ...(JSON.parse(body) as Pick<Post, "key" | "sent_at" | "events">) });
    return Promise.resolve().then(replies.shift() ?? reply(200, { accepted: 1, duplicate: 0, rejected: [] }));
  });
  return { posts };
}
