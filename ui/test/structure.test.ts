// What docs/decisions/dashboard.md says of the folders of src, held.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.(tsx?|css)$/.test(name) && name !== "api/schema.d.ts");
const textOf = (name: string): string => readFileSync(join(SRC, name), "utf8");
const importsOf = (name: string): readonly string[] => [...textOf(name).matchAll(/(?:from|import\(|import) ?"(\.[^"]+)"/g)].map(([, path = ""]) => normalize(join(dirname(name), path)));
const pageOf = (path: string): string | undefined => /^pages\/([^/]+)\//.exec(path)?.[1];

test("a page is known to the router alone: not to another page, nor to what pages share", () => {
  const wrong = files.filter((name) => name !== "router.tsx").flatMap((name) => importsOf(name).filter((path) => pageOf(path) !== undefined && pageOf(path) !== pageOf(name)).map((path) => `${name} imports ${path}`));
  expect(wrong).toEqual([]);
});

test("the API is asked in api/ alone, and so are its answers named", () => {
  const wrong = files.filter((name) => !name.startsWith("api/") && /queryKey: ?\[\s*"|\bapi\.(GET|POST|PUT|PATCH|DELETE)\(|\bfetch\(/.test(textOf(name)));
  expect(wrong).toEqual([]);
});

test("colours are those of the palette", () => {
  const wrong = files.filter((name) => !name.startsWith("theme/") && /#[0-9a-f]{3,8}\b|\brgba?\(/i.test(textOf(name).replace(/&#|#(root|page|preview)\b/g, "")));
  expect(wrong).toEqual([]);
});
