// Whoever copies the snippet, from wherever, gets the published one.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { snippet as offered } from "../../ui/src/pages/settings/snippet";
import { snippet } from "../support/snippet";

const TAG = "https://debrief.example/tag.js";
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Its lines without what says nothing to a browser: their indentation, and the type of a script of JavaScript. */
const lines = (text: string): readonly string[] => text.replace(' type="text/javascript"', "").split("\n").map((line) => line.trim());

/** The first snippet of a page of documentation, with our address and id. */
function documented(path: string): readonly string[] {
  const found = /<script[\s\S]*?<\/script>/.exec(read(path))?.[0] ?? "";
  return lines(found.replace(/"https?:[^"]*\/tag\.js"/, `"${TAG}"`).replace(/\("init", "[^"]*"/, '("init", "KEY"'));
}

test.each(["README.md", "tag/README.md"])("%s", (path) => {
  expect(documented(path)).toEqual(lines(snippet(TAG, "KEY")));
});

test("Settings → Install", () => {
  expect(lines(offered("https://debrief.example", "KEY"))).toEqual(lines(snippet(TAG, "KEY")));
});
