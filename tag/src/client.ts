// The commands a page can give, and what each resolves to.
import { version } from "./context";
import { createRecorder } from "./recorder";
import { createTransport } from "./transport";
import type { Refused } from "./types";
import { idOf } from "./validate";
import { createVisit } from "./visitor";

const INTERNAL: Refused = { accepted: false, code: "internal_error", field: "" };

type Command = (...args: unknown[]) => unknown;

/** What identity.get resolves to, as Screeb documents it; times in ISO 8601. */
interface Session {
  channel_id: string | null;
  anonymous_id: string;
  user_id: string | null;
  is_ready: boolean;
  session_id: string;
  session_start: string;
  session_end: string;
}

/** Runs one command; never throws, whatever it is given. */
export type Client = (args: ArrayLike<unknown>) => unknown;

/** `url` is where items are posted; without one they wait for ever. */
export function createClient(url: string | undefined): Client {
  let key: string | null = null;
  let closed = false;
  let debugging = false;
  const warn = (...what: unknown[]): void => {
    try {
      if (debugging) console.warn("[debrief]", ...what);
    } catch {
      // The page's console is the page's.
    }
  };
  const visit = createVisit();
  const transport = createTransport(url, warn);

  const { track, identify, alias, group } = createRecorder(visit, transport, () => closed);

  const session = (): Session => {
    const { anonymous_id, user_id = null, session_id, start, end } = visit();
    return {
      channel_id: key,
      anonymous_id,
      user_id,
      is_ready: !!key && !closed,
      session_id,
      session_start: new Date(start).toISOString(),
      session_end: new Date(end).toISOString(),
    };
  };

  const init = (id: unknown, options: unknown): void => {
    key = idOf(id, "key", "missing_field");
    closed = false;
    transport.open(key);
    const { identity, hooks } = Object(options) as { identity?: unknown; hooks?: { onReady?: Command } };
    const { id: user, properties } = Object(identity) as { id?: unknown; properties?: unknown };
    // After the commands that are already waiting.
    const ready = async (): Promise<void> => {
      try {
        await null;
        const { anonymous_id, user_id } = session();
        await hooks?.onReady?.({ channel: { id: key, type: "widget" }, user: { anonymous_id, user_id } });
      } catch (fault) {
        warn(fault);
      }
    };
    void ready();
    if (user != null || properties != null) identify(properties, user ?? undefined);
  };

  const close = (): void => {
    closed = true;
    transport.close();
  };

  const debug = (): void => {
    debugging = true;
    console.log("[debrief]", { version, server: url, ...session(), ...transport.status() });
  };

  const commands = new Map<unknown, Command>([
    ["init", init],
    ["identity", (id, properties) => identify(properties, id ?? "")],
    ["identity.properties", (properties) => identify(properties)],
    ["identity.get", session],
    ["identity.reset", () => void visit(null)],
    ["identity.alias", alias],
    ["identity.group.assign", (type, name, properties) => group(type, name, properties)],
    ["identity.group.unassign", (type, name, properties) => group(type, name, properties, true)],
    ["event.track", (name, properties) => track(name, properties)],
    ["event.copilot", (name, properties) => track(name, properties, true)],
    ["close", close],
    ["debug", debug],
  ]);

  addEventListener("pagehide", transport.leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") transport.leave();
  });

  return (args) => {
    let name: unknown;
    try {
      const [first, ...rest] = Array.from(args);
      name = first;
      // Screeb's other commands (surveys, messages, replay) have nothing to do here.
      return commands.get(name)?.(...rest);
    } catch (fault) {
      warn(name, fault);
      return (fault as Partial<Refused> | null)?.accepted === false ? fault : INTERNAL;
    }
  };
}
