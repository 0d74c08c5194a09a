// Builds dist/tag.js: one script for a page, minified, and says how large it is.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";
import { report } from "./size.mjs";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const { outputFiles } = await build({
  entryPoints: [join(folder, "src/main.ts")],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2021",
  minifySyntax: true,
  tsconfigRaw: {}, // without the directive for strict mode, which nothing here needs
  define: { VERSION: JSON.stringify(version) },
});
// Names of properties that only the tag's own parts say to one another: no page and no server sees them, so they may be short. What the browser has a name for stays as it is.
const inside = /^(abandon|alias|begin|doneWith|identify|keep|leave|leftovers|putBack|record|takeOldest|tell|octets|wire)$/;
// ASCII only, so that a page in another encoding cannot break it.
// terser's names and wording are about 130 bytes lighter than esbuild's once gzipped.
const { code } = await minify(outputFiles[0].text, {
  ecma: 2021,
  compress: { unsafe_arrows: true },
  mangle: { properties: { regex: inside } },
  format: { ascii_only: true },
});
writeFileSync(join(folder, "dist/tag.js"), `${code}\n`);
process.exitCode = report();
