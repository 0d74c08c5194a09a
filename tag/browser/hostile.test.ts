// Pages that have changed what the tag is built on, before it is loaded or
// after: nothing is ever thrown into them, and no promise is left to reject.
import { expect, test } from "vitest";
import { bench, call, loaded } from "./harness";

const b = bench();

const bomb = `const bomb = () => { throw new Error("bomb"); };`;
const HOSTILE: Record<string, string> = {
  "Promise is something else": `window.Promise = class { constructor() { throw new Error("bomb"); } };`,
  "Promise's methods throw": `Promise.resolve = Promise.reject = Promise.all = bomb;`,
  "fetch throws": `window.fetch = bomb;`,
  "fetch gives no promise": `window.fetch = () => 3;`,
  "fetch is gone": `delete window.fetch; window.fetch = undefined;`,
  "JSON throws": `JSON.stringify = JSON.parse = bomb;`,
  "JSON is something else": `window.JSON = { stringify: () => "hacked", parse: () => ({ rejected: 3 }) };`,
  "JSON is gone": `window.JSON = undefined;`,
  "Array.prototype is extended, enumerably": `Array.prototype.each = function () {}; Array.prototype.toJSON = function () { return "list"; }; Array.prototype.remove = bomb;`,
  "Object.prototype is extended, enumerably": `Object.prototype.extended = 1; Object.prototype.toJSON = undefined;`,
  "Array.prototype is broken": `for (const name of ["forEach", "map", "splice", "push", "filter", "reduce", "find", "findIndex", "includes", "flatMap", "sort"]) Array.prototype[name] = bomb;`,
  "lists cannot be iterated": `Array.prototype[Symbol.iterator] = bomb;`,
  "String.prototype is broken": `for (const name of ["replace", "slice", "trim", "split", "startsWith"]) String.prototype[name] = bomb;`,
  "RegExp.prototype is broken": `RegExp.prototype.exec = RegExp.prototype.test = bomb;`,
  "Object's functions are broken": `Object.keys = Object.create = Object.setPrototypeOf = Object.getPrototypeOf = bomb;`,
  "Map and Set are broken": `window.Map = window.Set = window.WeakMap = bomb; `,
  "Set.prototype is broken": `Set.prototype.add = Set.prototype.delete = bomb;`,
  "timers throw": `window.setTimeout = window.clearTimeout = bomb;`,
  "Date is fixed by an old library": `window.Date = function () { return "long ago"; };`,
  "storage throws": `Storage.prototype.getItem = Storage.prototype.setItem = Storage.prototype.removeItem = bomb;`,
  "storage is a getter that throws": `Object.defineProperty(window, "localStorage", { get: bomb });`,
  "console throws": `console.log = console.warn = bomb;`,
  "crypto is gone": `Object.defineProperty(window, "crypto", { value: undefined });`,
  "TextEncoder, URL and Intl are gone": `window.TextEncoder = window.URL = window.Intl = undefined;`,
  "events cannot be listened to": `window.addEventListener = document.addEventListener = bomb;`,
  "the document is clobbered": `document.body.innerHTML += '<form name="title"></form><img name="referrer"><form name="visibilityState"></form>';`,
};

const CALLS: unknown[][] = [
  ["event.track", "a", { list: [1, { b: [2] }], when: "x" }],
  ["event.copilot", "user_prompt", { prompt: "Hi", conversation_id: "c" }],
  ["event.copilot", "satisfaction", { conversation_id: "c", rating: 4, rating_scale: "5" }],
  ["identity", "u1", { plan: "pro" }],
  ["identity.group.assign", "company", "acme"],
  ["identity.get"],
  ["debug"],
  ["consent", true],
  ["event.track", "é"],
  ["survey.start", "x"],
  ["identity.reset"],
  ["close"],
];

/** Gives every command in the page, and writes into it what came out: errors thrown, promises rejected or kept. */
const ALL = `{
  const { dataset } = document.documentElement;
  dataset.thrown = "";
  dataset.settled = 0;
  const calls = ${JSON.stringify(CALLS)};
  for (let at = 0; at < calls.length; at++) {
    const args = calls[at];
    try {
      const answer = window.$screeb(args[0], args[1], args[2]);
      if (answer) answer.then(() => dataset.settled++, (fault) => (dataset.thrown += " rejected: " + args[0] + " " + fault));
    } catch (fault) {
      dataset.thrown += " threw: " + args[0] + " " + fault;
    }
  }
  document.dispatchEvent(new Event("visibilitychange"));
  window.dispatchEvent(new Event("pagehide"));
}`;

/** How long the tag may take to try to send, in ms. */
const SENDING = 500;

/** Opens a tab for every hostile page and returns what ALL wrote into each, once as many calls were answered as must be and the tag has tried to send. */
const outcomes = async (least: number, html: (script: string) => string): Promise<{ name: string; thrown: string | null; settled: number }[]> => {
  const tabs = [];
  for (const [name, script] of Object.entries(HOSTILE)) {
    const tab = await b.tab();
    await tab.goto(b.site.add(`/${encodeURIComponent(name)}`, html(script)));
    tabs.push({ name, html: tab.locator("html[data-settled]") }); // read from outside of what the page broke
  }
  const settled = tabs.map(({ html }) => expect.poll(async () => Number(await html.getAttribute("data-settled"))).toBeGreaterThanOrEqual(least).catch(() => undefined)); // which did not is told below
  await Promise.all([...settled, b.page.waitForTimeout(SENDING)]);
  return Promise.all(
    tabs.map(async ({ name, html }) => ({ name, thrown: await html.getAttribute("data-thrown"), settled: Number(await html.getAttribute("data-settled")) })),
  );
};
const unharmed = Object.keys(HOSTILE).map((name) => ({ name, thrown: "" }));

test("pages that are hostile before the tag is loaded", async () => {
  // A list to begin with: Screeb's own snippet needs Promise.
  const queue = `window.$screeb = (...args) => void window.$screeb.q.push(args); window.$screeb.q = [["init", "wk", { hooks: { onReady() { throw new Error("page"); } } }]];`;
  const seen = await outcomes(0, (script) => `<script>{${bomb}${queue}${script}}</script><script src="${b.collector.origin}/tag.js"></script><script>${ALL}</script>`);
  expect(seen).toMatchObject(unharmed);
}, 120_000);

test("pages that turn hostile once the tag is loaded", async () => {
  const seen = await outcomes(CALLS.length - 1, (script) => `${b.snippet()}<script>$screeb("identity.get").then(() => { ${bomb}${script}${ALL} })</script>`);
  expect(seen).toMatchObject(unharmed);
  // Where nothing can be sent any more, the server may not be heard of either.
  expect(seen.filter(({ settled }) => settled < CALLS.length - 1)).toEqual([]);
}, 120_000);

test.each(["Promise is something else", "fetch throws", "JSON throws", "JSON is something else", "Array.prototype is extended, enumerably", "Object.prototype is extended, enumerably", "storage throws", "console throws", "the document is clobbered"])(
  "what still can be sent is sent as it was given: %s",
  async (name) => {
    await b.page.goto(b.site.add("/", b.snippet()));
    await loaded(b.page);
    await b.page.addScriptTag({ content: `${bomb}{${HOSTILE[name] ?? ""}}` });
    await b.page.addScriptTag({ content: `$screeb("event.track", "a", { list: [1, { b: [2] }] });` });
    await b.arrived(1);
    expect(b.collector.events[0]).toMatchObject({ event: "a", properties: { list: [1, { b: [2] }] } });
  },
);

test("hostile answers of the server", async () => {
  b.collector.answers.push(...["null", "3", '"text"', "[]", '{"rejected":3}', '{"rejected":[null]}', '{"rejected":[{"index":0}]}'].map((body) => ({ status: 200, body })));
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  for (let at = 0; at < 8; at++) {
    const rating = call(b.page, "event.copilot", "satisfaction", { conversation_id: "c", rating: at, rating_scale: "10" });
    expect(await rating).toHaveProperty("accepted");
  }
  await b.arrived(8);
});
