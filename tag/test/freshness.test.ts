// @vitest-environment node
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/freshness.mjs", import.meta.url));
let folder: string;
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const run = (mode: string): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, [script, folder, mode], { encoding: "utf8" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "freshness-"));
  for (const name of ["src", "src/deep", "dist"]) mkdirSync(join(folder, name));
  write("package.json", '{"freshness": ["package.json", "package-lock.json", "src"]}');
  write("package-lock.json", "{}");
  write("src/a.ts", "a");
  write("src/deep/b.ts", "b");
  return () => rmSync(folder, { recursive: true });
});

test("is fresh after a build, and its record can be checked by sha256sum", () => {
  expect(run("--write").status).toBe(0);
  expect(run("--check").status).toBe(0);
  const names = readFileSync(join(folder, "dist/SOURCES.sha256"), "utf8").trim().split("\n").map((line) => line.slice(66));
  expect(names).toEqual(["package-lock.json", "package.json", "src/a.ts", "src/deep/b.ts"]);
  write("dist/built.js", "anything");
  write("src/a.test.ts", "tests do not count");
  expect(run("--check").status).toBe(0);
});

test("names what changed, came or went, and what to run", () => {
  const f = (change: () => void, name: string): void => {
    run("--write");
    change();
    const { status, stderr } = run("--check");
    expect(status).toBe(1);
    expect(stderr).toContain(`was not built from these sources: ${name}\n`);
    expect(stderr).toContain("run build");
  };
  f(() => write("src/a.ts", "changed"), "src/a.ts");
  f(() => write("src/new.ts", "new"), "src/new.ts");
  f(() => rmSync(join(folder, "src/new.ts")), "src/new.ts");
  f(() => write("package-lock.json", "{ }"), "package-lock.json");
});

test("without a record nothing is fresh; without a mode it explains itself", () => {
  expect(run("--check").status).toBe(1);
  expect(run("").status).toBe(2);
});
