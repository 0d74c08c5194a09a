// Says whether a committed build belongs to its sources.
//
//   node scripts/freshness.mjs DIR --write   after a build: records the sources in DIR/dist/SOURCES.sha256
//   node scripts/freshness.mjs DIR --check   exits 1 and says what to run when they are no longer the same
//
// The record has one line a file, sorted by path, in the form of sha256sum:
// what the build was made from, never what it made, since builds of the same
// sources may differ between platforms. Which files count is said by
// "freshness" in DIR/package.json: files and folders; test files never count.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const DEFAULT_SOURCES = ["package.json", "package-lock.json", "tsconfig.json", "src"];
const TEST_FILE = /\.(test|spec)\.[cm]?[jt]sx?$/;

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

function record(folder) {
  const { freshness = DEFAULT_SOURCES } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return freshness
    .flatMap((name) => filesUnder(join(folder, name)))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join("/") }))
    .filter(({ name }) => !TEST_FILE.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name }) => `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${name}\n`)
    .join("");
}

function differences(recorded, current) {
  const lines = (text) => new Set(text.split("\n").filter(Boolean));
  const [before, now] = [lines(recorded), lines(current)];
  const changed = [...before, ...now].filter((line) => before.has(line) !== now.has(line));
  return [...new Set(changed.map((line) => line.slice(66)))].sort();
}

function main([folder, mode]) {
  if (!folder || (mode !== "--write" && mode !== "--check")) {
    console.error("usage: node scripts/freshness.mjs DIR --write|--check");
    return 2;
  }
  const file = join(folder, "dist", "SOURCES.sha256");
  const current = record(folder);
  if (mode === "--write") {
    writeFileSync(file, current);
    return 0;
  }
  const stale = differences(existsSync(file) ? readFileSync(file, "utf8") : "", current);
  if (stale.length === 0) return 0;
  const name = relative(process.cwd(), folder) || ".";
  console.error(`${join(name, "dist")} was not built from these sources: ${stale.join(", ")}`);
  console.error(`run: npm --prefix ${name} ci && npm --prefix ${name} run build, then commit ${join(name, "dist")}`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
