// Builds dist/tag.js: one script for a page, minified, and says how large it is.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { report } from "./size.mjs";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

await build({
  entryPoints: [join(folder, "src/main.ts")],
  outfile: join(folder, "dist/tag.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
  charset: "utf8",
  legalComments: "none",
  define: { VERSION: JSON.stringify(version) },
});
process.exitCode = report();
