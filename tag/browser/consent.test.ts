// Whether anything is recorded, seen from outside: what is sent, and what is
// in the browser.
import { expect, test } from "vitest";
import { bench, call, KEY, loaded, track } from "./harness";

const b = bench();

const init = (options: string): string => `$screeb("init", "${KEY}", ${options});`;
const open = async (options: string): Promise<void> => {
  await b.page.goto(b.site.add("/", b.snippet(init(options))));
  await loaded(b.page);
};
const stored = (): Promise<string[]> => b.page.evaluate(() => Object.keys(localStorage));
const silence = async (): Promise<void> => {
  await b.page.waitForTimeout(700);
  expect(b.collector.received).toEqual([]);
  expect(await stored()).toEqual([]);
  expect(await b.context.cookies()).toEqual([]);
};

test("consent is waited for, over pages, then given", async () => {
  await open("{ consent: false }");
  expect(await track(b.page, "on a page that was left")).toMatchObject({ accepted: true });
  await silence();
  await open("{ consent: false }");
  await track(b.page, "waiting");
  await silence();
  await call(b.page, "consent", true);
  await b.arrived(1);
  await open("{ consent: false }"); // the banner speaks again on the next page
  await track(b.page, "next");
  await call(b.page, "consent", true);
  await b.arrived(2);
  expect(b.names).toEqual(["waiting", "next"]);
  expect(new Set(b.collector.events.map((e) => e.anonymous_id)).size).toBe(1);
});

test("consent is revoked: the browser is as it was before", async () => {
  await open("undefined");
  await track(b.page, "before");
  await b.arrived(1);
  await b.context.setOffline(true);
  await track(b.page, "waiting");
  await call(b.page, "consent", false);
  await b.context.setOffline(false);
  expect(await track(b.page, "after")).toEqual({ accepted: false, code: "no_consent", field: "" });
  await b.page.waitForTimeout(2000);
  expect(b.names).toEqual(["before"]);
  expect(await stored()).toEqual([]);
});

test("Do-Not-Track", async () => {
  await b.context.addInitScript(() => Object.defineProperty(navigator, "doNotTrack", { get: () => "1" }));
  await open("undefined");
  expect(await track(b.page, "a")).toEqual({ accepted: false, code: "do_not_track", field: "" });
  expect(await call(b.page, "identity.get")).toMatchObject({ is_ready: false });
  await silence();
  await open("{ do_not_track: false }");
  await track(b.page, "b");
  await b.arrived(1);
});

test("nobody before they are identified", async () => {
  await open("{ ignore_anonymous: true }");
  expect(await track(b.page, "a")).toEqual({ accepted: false, code: "anonymous_ignored", field: "" });
  await silence();
  await call(b.page, "identity", "u1");
  await track(b.page, "b");
  await b.arrived(2);
  await open("{ ignore_anonymous: true }");
  await track(b.page, "c");
  await b.arrived(3);
  expect(b.names).toEqual(["identify", "b", "c"]);
  expect(b.collector.events.map((e) => e.user_id)).toEqual(["u1", "u1", "u1"]);
});

test("close stops, on this page and on the next until init", async () => {
  await open("undefined");
  await track(b.page, "before");
  await call(b.page, "close");
  expect(await track(b.page, "between")).toEqual({ accepted: false, code: "closed", field: "" });
  await b.arrived(1);
  await open("undefined");
  await track(b.page, "after");
  await b.arrived(2);
  expect(b.names).toEqual(["before", "after"]);
});
