// Records events and facts about who they are for.
import { context } from "./context";
import { Promise } from "./native";
import type { Transport } from "./transport";
import { type Answer, type Blocked, type Item, refuse } from "./types";
import { uuid } from "./uuid";
import { checkEvent, idOf, kindOf, propertiesOf, text, traitsOf } from "./validate";
import type { Visit, Visitor } from "./visitor";

/** Words for a type of account, of which one stands where the name belongs when both were swapped. */
const TYPES = /^(company|organi[sz]ation|account|team|workspace)$/i;

/** What an item says that is not known to the tag itself. */
type About = Pick<Item, "event" | "properties"> & Partial<Item>;

/** Every method refuses what is wrong by throwing, before it changes anything. */
/** An answer, or the promise of one. */
export type MaybeLater<T> = T | Promise<T>;

export interface Recorder {
  /** An event; short names of copilot events are understood where `copilot` is set. */
  track(name: unknown, properties: unknown, copilot?: boolean): MaybeLater<Answer>;
  /** Traits of the current user or, with an id, of the one it becomes now. */
  identify(traits: unknown, id?: unknown): MaybeLater<Answer>;
  /** Ties what was anonymous to a user. */
  alias(id: unknown): MaybeLater<Answer>;
  /** Puts the user into an account of a type, or out of it. */
  group(type: unknown, name: unknown, traits: unknown, leaves?: boolean): MaybeLater<Answer>;
}

/** `blocked` says why nothing may be recorded for a user at the moment. */
export function createRecorder(visit: Visit, transport: Transport, blocked: (user?: string) => Blocked | undefined): Recorder {
  /** With `asks` the answer is the server's, unless that takes longer. */
  const record = (about: About, change?: Partial<Visitor>, asks?: boolean): MaybeLater<Answer> => {
    const code = blocked(change?.user_id);
    if (code) refuse(code);
    const { anonymous_id, user_id, account_id } = visit(change);
    const item: Item = { id: uuid(), user_id, anonymous_id, account_id, timestamp: new Date().toISOString(), context: context(), ...about };
    const accepted: Answer = { accepted: true, id: item.id };
    let tell: ((answer: Answer) => void) | undefined;
    const answer = asks ? new Promise<Answer>((settle) => (tell = settle)) : accepted;
    transport.add(item, (refused) => tell?.(refused ?? accepted));
    return answer;
  };

  const userOf = (id: unknown): Partial<Visitor> => ({ user_id: idOf(id, "user_id", "invalid_user_id") });

  return {
    track(name, passed, copilot) {
      const event = idOf(name, "event", "missing_field", "invalid_event_name");
      const properties = propertiesOf(passed);
      const kind = kindOf(event, copilot);
      checkEvent(event, properties, kind);
      return record({ event, properties, ...(kind === event && { copilot: true }) }, {}, kind === "action" || kind === "satisfaction");
    },
    identify: (passed, id) => record({ event: "identify", type: "identify", properties: traitsOf(passed) }, id === undefined ? {} : userOf(id)),
    alias: (id) => record({ event: "alias", type: "alias", properties: {} }, userOf(id)),
    group(type, name, passed, leaves) {
      let group_type = text(type, "group_type");
      let group = text(name, "account_id");
      if (group_type && TYPES.test(group) && !TYPES.test(group_type)) [group, group_type] = [group_type, group];
      const account_id = idOf(group, "account_id", "missing_field", "id_too_long");
      const properties = { ...traitsOf(passed), ...(group_type && { group_type }) };
      const current = visit().account_id;
      const event = leaves ? "group.unassign" : "group";
      return record({ event, type: "group", account_id, properties }, { account_id: leaves ? (current === account_id ? undefined : current) : account_id });
    },
  };
}
