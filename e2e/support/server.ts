// The real program on a folder of its own, as a process that can be killed.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, vi } from "vitest";
import type { paths } from "../../ui/src/api/schema";
import type { EventRow } from "../../ui/src/api/shapes";

/** The keys of every server here; the first could stand in a page already. */
export const KEYS = {
  write: "c796994e-f2dd-41c5-a88c-91d54fc42b0e",
  server: "dbs_of-the-tests-and-of-nobody-else",
  read: "dbr_of-the-tests-and-of-nobody-else",
} as const;

/** Filling the demo takes longest, on a machine that has much else to do. */
const START_MS = 240_000;
const STOP_MS = 20_000;

type Get = { [path in keyof paths]: paths[path] extends { get: { responses: { 200: { content: { "application/json": infer Body } } } } } ? Body : never };

export class Server {
  private process: ChildProcess | undefined;
  private output = "";

  private constructor(
    private readonly command: "serve" | "demo",
    private readonly folder: string,
    private port: number,
  ) {}

  /** Starts a server on an empty folder, or one that is filled with the demo first; on any free port unless one is named. */
  static async start(command: "serve" | "demo" = "serve", port = 0): Promise<Server> {
    const server = new Server(command, await mkdtemp(join(tmpdir(), "debrief-e2e-data-")), port);
    try {
      await server.run();
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The one-time link that was printed. */
  get signInLink(): string {
    const link = /Sign in as \S+: (\S+)/.exec(this.output)?.[1];
    if (link === undefined) throw new Error(`no sign-in link was printed:\n${this.output}`);
    return link;
  }

  /** Makes another one by the command line. */
  makeSignInLink(email: string): string {
    return this.subcommand("user", "link", email, "--url", this.origin).split("\n")[0] ?? "";
  }

  /** What a subcommand prints about this server's folder. */
  subcommand(...args: readonly string[]): string {
    return execFileSync(inject("program"), [...args, "--data", this.folder], { encoding: "utf8" });
  }

  /** Runs again on the same port with what the folder has. */
  async run(): Promise<void> {
    this.output = "";
    const child = spawn(inject("program"), [this.command, "--data", this.folder, "--addr", `127.0.0.1:${this.port}`, "--memory-limit", "512MB"], {
      env: { ...process.env, DEBRIEF_INIT_WRITE_KEY: KEYS.write, DEBRIEF_INIT_SERVER_KEY: KEYS.server, DEBRIEF_INIT_READ_KEY: KEYS.read },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (this.output += String(text)));
    this.port = await vi.waitFor(
      () => {
        const port = /Debrief listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(this.output)?.[1];
        if (port !== undefined) return Number(port);
        if (child.exitCode !== null) throw new Error(`debrief ${this.command} ended with ${child.exitCode}:\n${this.output}`);
        throw new Error(`debrief ${this.command} does not listen yet:\n${this.output}`);
      },
      { timeout: START_MS, interval: 50 },
    );
  }

  /** Ends the process in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.signal("SIGKILL");
  }

  /** Ends the process, by force if it must be, and removes its folder. */
  async end(): Promise<void> {
    const late = setTimeout(() => this.process?.kill("SIGKILL"), STOP_MS);
    await this.signal("SIGTERM");
    clearTimeout(late);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async signal(name: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(name);
    await gone;
  }

  /** Reads one route of the API with the read key. */
  async read<Route extends keyof Get & string>(route: Route, query: Readonly<Record<string, string>> = {}, id?: string): Promise<Get[Route]> {
    const path = id === undefined ? route : route.replace("{id}", encodeURIComponent(id));
    return (await this.answer(path, query)).json() as Promise<Get[Route]>;
  }

  /** Follows a link that an answer holds, such as a figure's. */
  async follow(link: string): Promise<Get["/api/v1/conversations"]> {
    const { pathname, searchParams } = new URL(link, this.origin);
    return (await this.answer(pathname, Object.fromEntries(searchParams))).json() as Promise<Get["/api/v1/conversations"]>;
  }

  /** Every event that is stored, once all of them are analysed. */
  async events(): Promise<EventRow[]> {
    const text = await (await this.answer("/api/v1/export/events", { wait: "derived" })).text();
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as EventRow);
  }

  private async answer(path: string, query: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetch(`${this.origin}${path}?${new URLSearchParams(query)}`, { headers: { Authorization: `Bearer ${KEYS.read}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }
}
