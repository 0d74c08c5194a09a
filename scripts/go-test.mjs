// Reads the events of `go test -json` and prints what `go test` prints, then every skipped test with its reason: a
// test that did not run is no proof, so it must not be quiet. The exit code of the run is go test's own.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const marker = /^\s*(===|---)/;

/** Collects events and says what to print. One `Report` is one run over any number of packages. */
export class Report {
  counts = { pass: 0, fail: 0, skip: 0 };
  skipped = [];
  #output = new Map(); // package → test ("" for the package itself) → lines
  #failed = new Set(); // packages with a failing test

  /** Takes one line of the stream and returns the text to print for it. */
  line(text) {
    if (!text.startsWith("{")) return `${text}\n`;
    const event = JSON.parse(text);
    const { Action: action, Package: pkg, Test: test = "", Output: output } = event;
    if (action === "build-output") return output;
    if (action === "output") this.#lines(pkg, test).push(output);
    if (!(action in this.counts)) return "";
    return test === "" ? this.#endPackage(pkg, action) : this.#endTest(pkg, test, action);
  }

  /** The closing lines. */
  summary() {
    const { pass, fail, skip } = this.counts;
    const list = this.skipped.map((line) => `  ${line}\n`).join("");
    return `${skip ? `\nskipped tests:\n${list}` : ""}\ntests: ${pass} passed, ${fail} failed, ${skip} skipped\n`;
  }

  #lines(pkg, test) {
    const tests = this.#output.get(pkg) ?? new Map();
    this.#output.set(pkg, tests);
    tests.set(test, tests.get(test) ?? []);
    return tests.get(test);
  }

  #endTest(pkg, test, action) {
    this.counts[action]++;
    if (action === "fail") {
      this.#failed.add(pkg);
      return "";
    }
    if (action === "skip") {
      const reason = this.#lines(pkg, test).filter((line) => !marker.test(line));
      this.skipped.push(`${pkg} ${test}: ${reason.join(" ").replace(/\s+/g, " ").trim()}`);
    }
    this.#output.get(pkg)?.delete(test); // only what failed, or never ended, is worth showing
    return "";
  }

  #endPackage(pkg, action) {
    const tests = this.#output.get(pkg) ?? new Map();
    this.#output.delete(pkg);
    const own = tests.get("") ?? [];
    if (action !== "fail") return own.filter((line) => /^(ok|\?) /.test(line.replace("\t", " "))).join("");
    tests.delete("");
    if (!this.#failed.has(pkg)) this.counts.fail++; // it did not build, or died outside a test
    return [...tests.values(), own].flat().filter((line) => !line.startsWith("=== ")).join("");
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const report = new Report();
  for await (const text of createInterface({ input: process.stdin })) process.stdout.write(report.line(text));
  process.stdout.write(report.summary());
}
