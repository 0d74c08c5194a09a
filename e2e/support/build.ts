// Builds the program that the tests run, once for all of them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the debrief program. */
    program: string;
  }
}

/** Builds it from the sources, unless DEBRIEF_PROGRAM names one. */
export default function setup(project: TestProject): (() => void) | undefined {
  const named = process.env.DEBRIEF_PROGRAM;
  if (named !== undefined) {
    project.provide("program", named);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "debrief-e2e-"));
  const program = join(folder, "debrief");
  execFileSync("go", ["build", "-o", program, "./cmd/debrief"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "inherit", "inherit"],
  });
  project.provide("program", program);
  return () => rmSync(folder, { recursive: true });
}
