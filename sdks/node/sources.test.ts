// docs/sources.md has the table of what the SDKs bring, as their tests found it. UPDATE=1 writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { COLUMNS, PROVEN } from "../support/proof";

const PAGE = fileURLToPath(new URL("../../docs/sources.md", import.meta.url));
const TABLE = /\| SDK \|[^]*?(?=\n\n)/;

test("the table of docs/sources.md is what the tests found", () => {
  const rows = Object.entries(PROVEN).map(([sdk, found]) => `| \`${sdk}\` | ${COLUMNS.map((column) => (found.includes(column) ? "yes" : "no")).join(" | ")} |`);
  const table = [`| SDK | ${COLUMNS.join(" | ")} |`, `|---${"|---".repeat(COLUMNS.length)}|`, ...rows].join("\n");
  const page = readFileSync(PAGE, "utf8");
  if (process.env.UPDATE) writeFileSync(PAGE, page.replace(TABLE, table));
  else expect(TABLE.exec(page)?.[0]).toBe(table);
});
