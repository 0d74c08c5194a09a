import { expect, test } from "vitest";
import { browserOf } from "../src/pages/account/browser";
import { limitsOf } from "../src/pages/settings/keys/LimitFields";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome, Linux"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"],
  ["Mozilla/5.0 (Linux; Android 16) Gecko/140.0 Firefox/140.0", "Firefox, Android"],
  ["curl/8.0", "curl/8.0"],
  ["", "An unknown browser"],
  [undefined, "An unknown browser"],
])("%s is %s", (agent, name) => {
  expect(browserOf(agent)).toBe(name);
});

test("limits are read from a form as they are written", () => {
  expect(limitsOf({ origins: " https://a.example.com\nhttps://b.example.com, https://c.example.com ", rate: "2.5" })).toEqual({
    origins: ["https://a.example.com", "https://b.example.com", "https://c.example.com"],
    rate: 2.5,
  });
  expect(limitsOf({ origins: "", rate: "" })).toEqual({ origins: [], rate: 0 });
});
