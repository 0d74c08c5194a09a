// The shapes the tag shares between its parts, and with the server on the wire.

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | Properties;

/** Named values, as the caller gave them after cleaning. */
export interface Properties {
  [name: string]: Json;
}

/** Why nothing may be recorded at the moment. */
export type Blocked = "closed" | "no_consent" | "do_not_track" | "anonymous_ignored";

/** Why a call was refused: the codes that the tag finds by itself; the server has more. */
export type Code =
  | "missing_field"
  | "invalid_type"
  | "invalid_event_name"
  | "invalid_property_name"
  | "too_many_properties"
  | "invalid_user_id"
  | "id_too_long"
  | "internal_error"
  | Blocked;

/** What a refused call resolves to; `field` is the property at fault. */
export interface Refused {
  accepted: false;
  code: Code | string;
  field: string;
}

/** What a good call resolves to once its event waits to be sent; `id` is the event's. */
export interface Accepted {
  accepted: true;
  id: string;
}

/** What a call that records something resolves to. */
export type Answer = Accepted | Refused;

/** One entry of `events` in the body of `POST /t`. */
export interface Item {
  id: string;
  event: string;
  type?: "identify" | "group" | "alias";
  copilot?: true;
  user_id?: string | undefined;
  anonymous_id: string;
  account_id?: string | undefined;
  timestamp: string;
  properties: Properties;
  context: Json | undefined;
}

/** A refusal, as calls resolve to it. */
export const refusal = (code: Code | string, field = ""): Refused => ({ accepted: false, code, field });

/** Ends the command under way: it resolves to this refusal. */
export function refuse(code: Code, field?: string): never {
  throw refusal(code, field);
}
