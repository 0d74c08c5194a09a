// The rules of the server's `event` package, so that a mistake shows on the
// page that makes it, offline too. What needs a vocabulary (ratings, scales,
// actions) is the server's alone to judge.
import { clean } from "./clean";
import { type Code, type Properties, refuse } from "./types";

const MAX_PROPERTIES = 1000;
const MAX_PROPERTY_NAME = 128;
const MAX_ID = 255;

const KIND = /^(screeb_copilot_)?(user_prompt|response|conversion|satisfaction|action|tool)$/;
const IDS = ["conversation_id", "session_id", "agent_id", "message_id"];

/** The copilot event a name stands for, or "" for any other event; short names only where `short` is set. */
export function kindOf(name: string, short?: boolean): string {
  const [, prefix, kind = ""] = KIND.exec(name) ?? [];
  return prefix || short ? kind : "";
}

/** Longer than `most` characters; an emoji is one. */
const longer = (s: string, most: number): boolean => [...s].length > most;

/** A value as text: numbers and booleans as they are written, "" for nothing; refuses objects and lists. */
export function text(given: unknown, field: string): string {
  const value = clean(given) ?? "";
  return typeof value === "object" ? refuse("invalid_type", field) : String(value);
}

/** Refuses an event whose name or properties the server would refuse. */
export function checkEvent(name: string, p: Properties, kind: string): void {
  const has = (field: string): string => text(p[field], field).trim();
  const need = (field: string): unknown => has(field) || refuse("missing_field", field);
  if (kind === "user_prompt") need("prompt");
  // An empty answer is an answer, that nobody was helped by.
  if (kind === "response" && !has(kind) && p.response == null && !p.error) need(kind);
  if (kind === "action" || kind === "tool") {
    if (typeof (p[kind] ?? "") !== "string") refuse("invalid_type", kind);
    need(kind);
  }
  // A conversion needs a conversation or a user, and the tag always has one.
  if (kind && kind !== "conversion") need("conversation_id");
  if (kind === "satisfaction" && !(has("rating") && has("rating_scale")) && !has("comment")) {
    need("rating");
    need("rating_scale");
  }
  if (!/^[\w\-. /:]{1,127}$/.test(name)) refuse("invalid_event_name", "event");
  checkProperties(p);
  if (kind || p.conversation_id) {
    for (const field of IDS) if (longer(text(p[field], field), MAX_ID)) refuse("id_too_long", field);
  }
}

function checkProperties(p: Properties): void {
  const names = Object.keys(p);
  for (const name of names) {
    if (!name || longer(name, MAX_PROPERTY_NAME)) {
      refuse("invalid_property_name", name.slice(0, MAX_PROPERTY_NAME));
    }
  }
  if (names.length > MAX_PROPERTIES) refuse("too_many_properties", "properties");
}

/** Traits of a user or an account, within the limits of properties. */
export function traitsOf(passed: unknown): Properties {
  const traits = propertiesOf(passed);
  checkProperties(traits);
  return traits;
}

/** A user's or account's id as text: 1–255 characters, given as text or number. */
export function idOf(given: unknown, field: string, ifEmpty: Code, ifLong = ifEmpty): string {
  const id = text(given, field);
  return id && !longer(id, MAX_ID) ? id : refuse(id ? ifLong : ifEmpty, field);
}

/** Properties as a page passed them, cleaned: absent is none, anything but an object is refused. */
export function propertiesOf(passed: unknown): Properties {
  const cleaned = clean(passed ?? {});
  if (!cleaned || typeof cleaned !== "object" || Array.isArray(cleaned)) refuse("invalid_type", "properties");
  return cleaned as Properties;
}
