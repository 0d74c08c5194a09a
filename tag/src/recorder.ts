// Records events and facts about who they are for.
import { context } from "./context";
import type { Transport } from "./transport";
import { type Accepted, type Item, type Properties, refuse } from "./types";
import { uuid } from "./uuid";
import { checkEvent, idOf, kindOf, propertiesOf, text, traitsOf } from "./validate";
import type { Visit } from "./visitor";

/** Every method refuses what is wrong by throwing, before it changes anything. */
export interface Recorder {
  /** An event; short names of copilot events are understood where `copilot` is set. */
  track(name: unknown, properties: unknown, copilot?: boolean): Accepted;
  /** Traits of the current user or, with an id, of the one it becomes now. */
  identify(traits: unknown, id?: unknown): Accepted;
  /** Ties what was anonymous to a user. */
  alias(id: unknown): Accepted;
  /** Puts the user into an account of a type, or out of it. */
  group(type: unknown, name: unknown, traits: unknown, leaves?: boolean): Accepted;
}

/** `closed` says whether nothing may be recorded at the moment. */
export function createRecorder(visit: Visit, transport: Transport, closed: () => boolean): Recorder {
  const record = (event: string, properties: Properties, more: Partial<Item>): Accepted => {
    if (closed()) refuse("closed");
    const id = uuid();
    const { anonymous_id, user_id, account_id } = visit();
    const timestamp = new Date().toISOString();
    transport.add({ id, event, user_id, anonymous_id, account_id, timestamp, properties, context: context(), ...more });
    return { accepted: true, id };
  };

  const become = (id: unknown): void => {
    visit({ user_id: idOf(id, "user_id", "invalid_user_id") });
  };

  return {
    track(name, passed, copilot) {
      const event = idOf(name, "event", "missing_field", "invalid_event_name");
      const properties = propertiesOf(passed);
      const kind = kindOf(event, copilot);
      checkEvent(event, properties, kind);
      return record(event, properties, kind === event ? { copilot: true } : {});
    },
    identify(passed, id) {
      const traits = traitsOf(passed);
      if (id !== undefined) become(id);
      return record("identify", traits, { type: "identify" });
    },
    alias(id) {
      become(id);
      return record("alias", {}, { type: "alias" });
    },
    group(type, name, passed, leaves) {
      const account_id = idOf(name, "account_id", "missing_field", "id_too_long");
      const traits = { ...traitsOf(passed), ...(text(type) && { group_type: text(type) }) };
      visit({ account_id: leaves ? undefined : account_id });
      return record(leaves ? "group.unassign" : "group", traits, { type: "group", account_id });
    },
  };
}
