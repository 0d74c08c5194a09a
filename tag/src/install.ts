// Takes the place of the function that Screeb's snippet left on the page.
import { quiet } from "./quiet";
import { type Client, createClient } from "./client";

/** A queue that the page's own copies of the snippet may still push to. */
interface Command {
  (...args: unknown[]): Promise<unknown>;
  q: { push(entry: unknown): void };
  debrief: true;
}

/**
 * Replaces window[window.ScreebObject || "$screeb"] at once and runs the
 * calls that waited in its queue, in order. A second copy of the script on
 * the same page does nothing.
 */
export function install(): void {
  const page = window as unknown as Record<string, unknown>;
  const name = typeof page.ScreebObject === "string" ? page.ScreebObject : "$screeb";
  const waiting = page[name] as Partial<Command> | undefined;
  if (waiting?.debrief) return;
  const run = createClient(endpoint(name));
  const push = (entry: unknown): void => settle(run, entry);
  const command: Command = async (...args) => run(args); // a promise that no page has replaced
  command.q = { push };
  command.debrief = true;
  page[name] = command;
  for (const entry of (waiting?.q as Iterable<unknown> | undefined) ?? []) push(entry);
}

/** Where to post: the folder this script was loaded from, plus `t`. */
function endpoint(name: string): string | undefined {
  const script = document.currentScript ?? document.getElementById(name);
  return quiet(() => new URL("t", (script as HTMLScriptElement).src).href);
}

/** Runs a waiting call: {args, ok} of the current snippet, or bare arguments of the older ones. */
function settle(run: Client, entry: unknown): void {
  try {
    const { args, ok } = entry as { args?: ArrayLike<unknown>; ok?: (answer: unknown) => void };
    const answer = run(args ?? (entry as ArrayLike<unknown>));
    ok?.(answer);
  } catch {
    // An entry that is no call, or the page's own code in `ok`: not ours to report.
  }
}
