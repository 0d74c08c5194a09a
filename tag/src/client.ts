// The commands a page can give, and what each resolves to.
import { version } from "./context";
import { createRecorder } from "./recorder";
import { createTransport } from "./transport";
import { quiet } from "./quiet";
import { erase } from "./shelf";
import { type Blocked, type Refused, refusal } from "./types";
import { idOf } from "./validate";
import { createVisit } from "./visitor";

type Command = (a: unknown, b: unknown, c: unknown) => unknown;

/** What a page may say in `init`, of which nothing is sure to have its type. */
interface Options {
  identity?: unknown;
  hooks?: { onReady?: (payload: object) => unknown };
  /** False where nothing may be sent or kept in the browser before the `consent` command. */
  consent?: unknown;
  /** False where events are wanted in spite of the browser's Do-Not-Track. */
  do_not_track?: unknown;
  /** True where nothing is recorded of those who are not identified. */
  ignore_anonymous?: unknown;
}

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
  let consents: boolean | undefined; // as the page said by command
  let options: Options = {};

  const warn = (...what: unknown[]): void => {
    if (debugging) quiet(() => console.warn("[debrief]", ...what));
  };

  /** Why nothing may be recorded of a user; true is anybody who is identified. */
  const blocked = (user?: string | true): Blocked | undefined => {
    if (closed) return "closed";
    if (consents === false) return "no_consent";
    if (options.do_not_track !== false && navigator.doNotTrack === "1") return "do_not_track";
    return options.ignore_anonymous && !(user ?? visit().user_id) ? "anonymous_ignored" : undefined;
  };
  /** Whether what is recorded of a user may leave the page's memory. */
  const may = (user?: string | true): boolean => !!key && (options.consent !== false || !!consents) && !blocked(user);

  const visit = createVisit(({ user_id = "" }) => may(user_id));
  const transport = createTransport(url, warn, (count) => void track("debrief_events_dropped", { count }));
  const { track, identify, alias, group } = createRecorder(visit, transport, blocked);

  const session = (): Session => {
    const { anonymous_id, user_id = null, session_id, start, end } = visit();
    return {
      channel_id: key,
      anonymous_id,
      user_id,
      is_ready: may(),
      session_id,
      session_start: new Date(start).toISOString(),
      session_end: new Date(end).toISOString(),
    };
  };

  /** Keeps and sends what was recorded, or gives it up, by what init and consent said. */
  const settle = (): void => {
    if (blocked()) transport.abandon();
    const never = blocked(true);
    if (never) erase();
    visit(never && null);
    transport.begin(may(true) ? key : null);
  };

  const init = (id: unknown, given: unknown): void => {
    key = idOf(id, "key", "missing_field");
    closed = false;
    options = Object(given) as Options;
    settle();
    const { identity, hooks } = options;
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

  const consent = (given: unknown): void => {
    consents = !!given;
    if (!closed || !consents) settle();
  };

  const close = (): void => {
    closed = true;
    transport.close();
  };

  const debug = (): void => {
    debugging = true;
    console.log("[debrief]", { version, server: url, blocked: blocked(), ...session(), ...transport.status() });
  };

  const commands: Record<string, Command | null | undefined> = {
    __proto__: null, // whatever else a page asks for is no command
    init,
    close,
    consent,
    debug,
    identity: (id, properties) => identify(properties, id ?? ""),
    "identity.properties": (properties) => identify(properties),
    "identity.get": session,
    "identity.reset": () => void visit(null),
    "identity.alias": alias,
    "identity.group.assign": group,
    "identity.group.unassign": (type, name, properties) => group(type, name, properties, true),
    "event.track": (name, properties) => track(name, properties),
    "event.copilot": (name, properties) => track(name, properties, true),
  };

  addEventListener("pagehide", transport.leave);
  document.addEventListener("visibilitychange", transport.leave);

  return (args) => {
    let name: unknown;
    try {
      name = args[0];
      // Screeb's other commands (surveys, messages, replay) have nothing to do here.
      return commands[name as string]?.(args[1], args[2], args[3]);
    } catch (fault) {
      warn(name, fault);
      return (fault as Partial<Refused> | null)?.accepted === false ? fault : refusal("internal_error");
    }
  };
}
