// The tag's weight on a page: dist/tag.js may not exceed 4 kB gzipped.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST = 4096;

/** Prints the size and returns the exit code: 1 above the limit. */
export function report() {
  const script = readFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), "dist/tag.js"));
  const size = gzipSync(script, { level: 9 }).length;
  console.log(`dist/tag.js: ${script.length} bytes, ${size} gzipped (at most ${MOST})`);
  return size > MOST ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = report();
