import { beforeEach, expect, test, vi } from "vitest";
import { install } from "../src/install";
import { fakeServer, type Post } from "./fake";

type Screeb = ((...args: unknown[]) => Promise<unknown>) & { q?: unknown };
const page = window as unknown as Record<string, Screeb | string | undefined>;
const args = (...list: unknown[]): IArguments => (function () { return arguments; } as (...l: unknown[]) => IArguments)(...list);

let posts: Post[];
const sent = async (): Promise<string[]> => {
  await vi.advanceTimersByTimeAsync(300);
  return posts.flatMap((p) => p.events.map((e) => e.event));
};
const script = (src: string, id = "$screeb"): void => {
  document.head.innerHTML = "";
  const element = document.createElement("script");
  element.id = id;
  element.setAttribute("data-src", src);
  Object.defineProperty(element, "src", { value: src });
  document.head.append(element);
};

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  ({ posts } = fakeServer());
  delete page.ScreebObject;
  delete page.$screeb;
  script("https://debrief.example/tag.js");
  return () => vi.useRealTimers();
});

const waiting = (q: unknown): Screeb => Object.assign((() => Promise.resolve()) as Screeb, { q });

test("drains every shape of queue in order and settles its promises", async () => {
  const settled: unknown[] = [];
  const ok = (answer: unknown): void => void settled.push(answer);
  const ko = vi.fn();
  page.$screeb = waiting([
    { v: 1, args: args("init", "wk"), ok, ko },
    { v: 1, args: ["event.track", "array in an entry"], ok, ko },
    args("event.track", "bare arguments"),
    ["event.track", "bare array"],
    { v: 1, args: ["event.track", "é"], ok, ko },
    null, 3, "text", {}, undefined,
    { v: 1, args: ["event.track", "ok throws"], ok: () => { throw new Error("page"); }, ko },
    { v: 1, args: args("event.track", "last"), ok, ko },
  ]);
  install();
  expect(settled).toEqual([
    undefined,
    { accepted: true, id: expect.any(String) as string },
    { accepted: false, code: "invalid_event_name", field: "event" },
    { accepted: true, id: expect.any(String) as string },
  ]);
  expect(ko).not.toHaveBeenCalled();
  expect(await sent()).toEqual(["array in an entry", "bare arguments", "bare array", "ok throws", "last"]);
});

test("replaces the function at once, under the name the snippet chose", async () => {
  const before = waiting(undefined);
  page.ScreebObject = "$other";
  page.$other = before;
  script("https://debrief.example/tag.js", "$other");
  install();
  expect(page.$screeb).toBeUndefined();
  const command = page.$other as Screeb;
  expect(command).not.toBe(before);
  const init = command("init", "wk");
  expect(init).toBeInstanceOf(Promise);
  expect(await init).toBeUndefined();
  expect(await command("event.track", "a")).toMatchObject({ accepted: true });
  expect(await sent()).toEqual(["a"]);
});

test("works without a snippet, and takes what is still pushed to its queue", async () => {
  install();
  const command = page.$screeb as Screeb;
  (command.q as unknown[]).push(["init", "wk"]);
  (command.q as unknown[]).push(args("event.track", "pushed"));
  expect(await sent()).toEqual(["pushed"]);
});

test("a second copy of the script leaves the first in place", async () => {
  install();
  const first = page.$screeb as Screeb;
  await first("init", "wk");
  install();
  expect(page.$screeb).toBe(first);
});

test.each([
  ["https://debrief.example/tag.js", "https://debrief.example/t"],
  ["https://example.com/in/a/folder/tag.js?v=3#x/y", "https://example.com/in/a/folder/t"],
  ["http://127.0.0.1:8080/custom.js", "http://127.0.0.1:8080/t"],
])("served as %s it posts to %s", async (src, url) => {
  script(src);
  install();
  const command = page.$screeb as Screeb;
  await command("init", "wk");
  await command("event.track", "a");
  await sent();
  expect(posts.map((p) => p.url)).toEqual([url]);
});

test("prefers the script that is running over one that is named like it", async () => {
  const running = document.createElement("script");
  Object.defineProperty(running, "src", { value: "https://running.example/tag.js" });
  vi.spyOn(document, "currentScript", "get").mockReturnValue(running);
  install();
  await (page.$screeb as Screeb)("init", "wk");
  await (page.$screeb as Screeb)("event.track", "a");
  await sent();
  expect(posts[0]?.url).toBe("https://running.example/t");
});

test("sends when the page is hidden or left", async () => {
  install();
  const command = page.$screeb as Screeb;
  await command("init", "wk");
  await command("event.track", "a");
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(posts).toHaveLength(1);
  await command("event.track", "b");
  window.dispatchEvent(new Event("pagehide"));
  expect(posts.map((p) => p.events[0]?.event)).toEqual(["a", "b"]);
});
