// The commands a page can give, and what each resolves to.
import { context, version } from "./context";
import { createTransport } from "./transport";
import { type Accepted, type Item, type Properties, type Refused, refuse } from "./types";
import { uuid } from "./uuid";
import { checkEvent, idOf, kindOf, propertiesOf, text, traitsOf } from "./validate";
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
  const transport = createTransport({ url, warn });

  const record = (event: string, properties: Properties, more: Partial<Item>): Accepted => {
    if (closed) refuse("closed");
    const id = uuid();
    const { anonymous_id, user_id, account_id } = visit();
    const timestamp = new Date().toISOString();
    transport.add({ id, event, user_id, anonymous_id, account_id, timestamp, properties, context: context(), ...more });
    return { accepted: true, id };
  };

  const track = (name: unknown, passed: unknown, copilot?: boolean): Accepted => {
    const event = idOf(name, "event", "missing_field", "invalid_event_name");
    const properties = propertiesOf(passed);
    const kind = kindOf(event, copilot);
    checkEvent(event, properties, kind);
    return record(event, properties, kind === event ? { copilot: true } : {});
  };

  /** Traits of the current user or, with an id, of the one it becomes now. */
  const identify = (passed: unknown, id?: unknown): Accepted => {
    const properties = traitsOf(passed);
    if (id !== undefined) become(id);
    return record("identify", properties, { type: "identify" });
  };

  const become = (id: unknown): void => {
    visit({ user_id: idOf(id, "user_id", "invalid_user_id") });
  };

  const group = (type: unknown, name: unknown, passed: unknown, unassigned?: true): Accepted => {
    const account_id = idOf(name, "account_id", "missing_field", "id_too_long");
    const properties: Properties = { ...traitsOf(passed), ...(text(type) && { group_type: text(type) }) };
    if (unassigned) properties.unassigned = true;
    visit({ account_id: unassigned ? undefined : account_id });
    return record("group", properties, { type: "group", account_id });
  };

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

  const commands = new Map<unknown, Command>([
    ["init", init],
    ["identity", (id, properties) => identify(properties, id ?? "")],
    ["identity.properties", (properties) => identify(properties)],
    ["identity.get", session],
    ["identity.reset", () => void visit(null)],
    ["identity.alias", (id) => (become(id), record("alias", {}, { type: "alias" }))],
    ["identity.group.assign", (type, name, properties) => group(type, name, properties)],
    ["identity.group.unassign", (type, name, properties) => group(type, name, properties, true)],
    ["event.track", (name, properties) => track(name, properties)],
    ["event.copilot", (name, properties) => track(name, properties, true)],
    [
      "close",
      () => {
        closed = true;
        transport.close();
      },
    ],
    [
      "debug",
      () => {
        debugging = true;
        console.log("[debrief]", { version, server: url, ...session(), ...transport.status() });
      },
    ],
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
