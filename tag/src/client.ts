// The commands a page can give, and what each resolves to.
import { context, version } from "./context";
import { createTransport } from "./transport";
import { type Accepted, type Item, type Properties, type Refused, refuse } from "./types";
import { uuid } from "./uuid";
import { checkEvent, checkProperties, idOf, kindOf, propertiesOf, text } from "./validate";
import { createVisit } from "./visitor";

const INTERNAL: Refused = { accepted: false, code: "internal_error", field: "" };

type Command = (...args: unknown[]) => unknown;

/** Runs one command; never throws, whatever it is given. */
export type Client = (args: ArrayLike<unknown>) => unknown;

/** `url` is where items are posted; without one they wait for ever. */
export function createClient(url: string | undefined): Client {
  let key: string | null = null;
  let closed = false;
  let debugging = false;
  const warn = (...what: unknown[]): void => {
    if (debugging) console.warn("[debrief]", ...what);
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

  const track = (name: unknown, passed: unknown, copilot: boolean): Accepted => {
    const event = idOf(name, "event", "missing_field", "invalid_event_name");
    const properties = propertiesOf(passed);
    const kind = kindOf(event, copilot);
    checkEvent(event, properties, kind);
    return record(event, properties, kind === event ? { copilot: true } : {});
  };

  /** Records a fact about a user or an account, once its traits are in order. */
  const describe = (type: "identify" | "group" | "alias", passed?: unknown, more?: Properties): Accepted => {
    const traits = propertiesOf(passed);
    checkProperties(traits);
    return record(type, { ...traits, ...more }, { type });
  };

  const become = (id: unknown): void => {
    visit({ user_id: idOf(id, "user_id", "invalid_user_id", "invalid_user_id") });
  };

  const identify = (id: unknown, properties: unknown): Accepted => {
    become(id);
    return describe("identify", properties);
  };

  const group = (type: unknown, name: unknown, passed: unknown, leaves: boolean): Accepted => {
    const { account_id: before } = visit();
    visit({ account_id: idOf(name, "account_id", "missing_field", "id_too_long") });
    const more: Properties = text(type) ? { group_type: text(type) } : {};
    let now = leaves ? undefined : text(name);
    if (leaves) more.unassigned = true;
    try {
      return describe("group", passed, more);
    } catch (fault) {
      now = before;
      throw fault;
    } finally {
      visit({ account_id: now });
    }
  };

  const session = (): object => {
    const { anonymous_id, user_id = null, session_id, start, end } = visit();
    return {
      channel_id: key,
      anonymous_id,
      user_id,
      is_ready: key !== null && !closed,
      session_id,
      session_start: new Date(start).toISOString(),
      session_end: new Date(end).toISOString(),
    };
  };

  const init = (id: unknown, options: unknown): void => {
    key = text(id) || refuse("missing_field", "key");
    closed = false;
    transport.open(key);
    const { identity, hooks } = Object(options) as { identity?: unknown; hooks?: { onReady?: Command } };
    const who = Object(identity) as { id?: unknown; properties?: unknown };
    // After the commands that are already waiting.
    void Promise.resolve()
      .then(() => {
        const { anonymous_id, user_id = null } = visit();
        return hooks?.onReady?.({ channel: { id: key, type: "widget" }, user: { anonymous_id, user_id } });
      })
      .catch(warn);
    if (who.id != null) identify(who.id, who.properties);
    else if (who.properties != null) describe("identify", who.properties);
  };

  const commands: Record<string, Command> = {
    init,
    identity: identify,
    "identity.properties": (properties) => describe("identify", properties),
    "identity.get": session,
    "identity.reset": () => void visit(null),
    "identity.alias": (id) => {
      become(id);
      return describe("alias");
    },
    "identity.group.assign": (type, name, properties) => group(type, name, properties, false),
    "identity.group.unassign": (type, name, properties) => group(type, name, properties, true),
    "event.track": (name, properties) => track(name, properties, false),
    "event.copilot": (name, properties) => track(name, properties, true),
    close() {
      closed = true;
      transport.close();
    },
    debug() {
      debugging = true;
      console.log("[debrief]", { version, server: url, ...session(), ...transport.status() });
    },
  };

  addEventListener("pagehide", transport.leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") transport.leave();
  });

  return (args) => {
    try {
      const [name, ...rest] = Array.from(args);
      // Screeb's other commands (surveys, messages, replay) have nothing to do here.
      return Object.keys(commands).includes(name as string) ? commands[name as string]?.(...rest) : undefined;
    } catch (fault) {
      warn(args[0], fault);
      return (fault as Partial<Refused> | null)?.accepted === false ? fault : INTERNAL;
    }
  };
}
