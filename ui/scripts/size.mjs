// The dashboard's weight: what the first page loads (the entry, the Overview,
// what both import statically, their styles and the font) may not exceed 300 kB
// gzipped. What is fetched on demand, the charts above all, is printed beside it.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST = 300_000;
const DIST = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
// Only this subset is needed for a page in English; others come when a text needs them.
const FONT = /inter-latin-wght-normal.*\.woff2$/;

const gzipped = (name) => gzipSync(readFileSync(join(DIST, name)), { level: 9 }).length;

function firstLoad(manifest) {
  const files = new Set(["index.html"]);
  const visit = (key) => {
    const chunk = manifest[key];
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const asset of chunk.assets ?? []) if (FONT.test(asset)) files.add(asset);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit("index.html");
  visit("src/pages/overview/OverviewPage.tsx");
  return files;
}

/** Prints the sizes and returns the exit code: 1 above the limit. */
export function report() {
  const first = firstLoad(JSON.parse(readFileSync(join(DIST, "manifest.json"), "utf8")));
  let total = 0;
  for (const name of [...first].sort()) {
    const size = gzipped(name);
    total += size;
    console.log(`${String(size).padStart(8)}  ${name}`);
  }
  console.log(`${String(total).padStart(8)}  first load, bytes gzipped (at most ${MOST})`);
  for (const name of readdirSync(join(DIST, "assets")).map((file) => `assets/${file}`)) {
    if (/\.(js|css)$/.test(name) && !first.has(name)) console.log(`${String(gzipped(name)).padStart(8)}  on demand: ${name}`);
  }
  return total > MOST ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = report();
