// The shapes the tag shares between its parts, and with the server on the wire.

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | Properties;

/** Named values, as the caller gave them after cleaning. */
export interface Properties {
  [name: string]: Json;
}

/** Why a call was refused: the server's own codes, and two that only the tag can find. */
export type Code =
  | "missing_field"
  | "invalid_type"
  | "unknown_action"
  | "unknown_rating_scale"
  | "invalid_rating"
  | "rating_out_of_range"
  | "invalid_event_name"
  | "invalid_property_name"
  | "too_many_properties"
  | "invalid_user_id"
  | "id_too_long"
  | "closed"
  | "internal_error";

/** What a refused call resolves to; `field` is the property at fault. */
export interface Refused {
  accepted: false;
  code: Code;
  field: string;
}

/** What a good call resolves to once its event waits to be sent; `id` is the event's. */
export interface Accepted {
  accepted: true;
  id: string;
}

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

/** Ends the command under way: it resolves to this refusal. */
export function refuse(code: Code, field = ""): never {
  const refused: Refused = { accepted: false, code, field };
  throw refused;
}
