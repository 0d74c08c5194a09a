// The rules of the server's `event` package, so that a mistake shows on the
// page that makes it. The first fault is reported, in the server's order:
// types, required properties, action and rating, name, properties, ids.
import { clean } from "./clean";
import { checkRating } from "./rating";
import { type Code, type Properties, refuse } from "./types";

const MAX_PROPERTIES = 1000;
const MAX_PROPERTY_NAME = 128;
const MAX_ID = 255;

const PREFIX = "screeb_copilot_";
const KINDS = ["user_prompt", "response", "conversion", "satisfaction", "action", "tool"];
const ACTIONS = ["copied", "regenerated", "stopped", "edited", "suggestion_used", "handed_off"];
const IDS = ["conversation_id", "session_id", "agent_id", "message_id"];

/** The copilot event a name stands for, or "" for any other event; short names only where `short` is set. */
export function kindOf(name: string, short?: boolean): string {
  const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : short ? name : "";
  return KINDS.includes(bare) ? bare : "";
}

/** A string, number or boolean as text; "" for everything else. */
export function text(v: unknown): string {
  return ["string", "number", "boolean"].includes(typeof v) ? String(v) : "";
}

/** Longer than `most` characters; an emoji is one. */
function longer(s: string, most: number): boolean {
  return [...s].length > most;
}

/** Refuses an event whose name or properties the server would refuse. */
export function checkEvent(name: string, p: Properties, kind: string): void {
  const ids = kind || p.conversation_id != null ? IDS : [];
  checkRequired(p, kind);
  if (kind === "satisfaction") checkSatisfaction(p);
  for (const field of ids) textOf(p, field);
  if (!/^[\w\-. /:]{1,127}$/.test(name)) refuse("invalid_event_name", "event");
  checkProperties(p);
  for (const field of ids) if (longer(text(p[field]), MAX_ID)) refuse("id_too_long", field);
}

/** A property as text without blanks around it; refuses objects and lists. */
function textOf(p: Properties, field: string): string {
  const value = p[field] ?? "";
  return typeof value === "object" ? refuse("invalid_type", field) : text(value).trim();
}

function checkRequired(p: Properties, kind: string): void {
  const need = (field: string): unknown => textOf(p, field) || refuse("missing_field", field);
  if (kind === "user_prompt") need("prompt");
  // An empty answer is an answer, that nobody was helped by.
  if (kind === "response" && !textOf(p, kind) && p.response == null && !p.error) need(kind);
  if (kind === "action" || kind === "tool") {
    if (typeof (p[kind] ?? "") !== "string") refuse("invalid_type", kind);
    need(kind);
  }
  // A conversion needs a conversation or a user, and the tag always has one.
  if (kind && kind !== "conversion") need("conversation_id");
  if (kind === "action" && !ACTIONS.includes(text(p.action).toLowerCase())) refuse("unknown_action", kind);
}

function checkSatisfaction(p: Properties): void {
  const rating = textOf(p, "rating");
  const scale = textOf(p, "rating_scale");
  if (rating && scale) checkRating(rating, scale);
  else if (!textOf(p, "comment")) refuse("missing_field", rating ? "rating_scale" : "rating");
  textOf(p, "comment");
}

function checkProperties(p: Properties): void {
  const names = Object.keys(p).sort();
  for (const name of names) {
    if (!name || longer(name, MAX_PROPERTY_NAME)) {
      refuse("invalid_property_name", [...name].slice(0, MAX_PROPERTY_NAME).join(""));
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
  if (given && typeof given === "object") refuse("invalid_type", field);
  const id = text(given);
  return id && !longer(id, MAX_ID) ? id : refuse(id ? ifLong : ifEmpty, field);
}

/** Properties as a page passed them, cleaned: absent is none, anything but an object is refused. */
export function propertiesOf(passed: unknown): Properties {
  const cleaned = clean(passed ?? {});
  if (!cleaned || typeof cleaned !== "object" || Array.isArray(cleaned)) refuse("invalid_type", "properties");
  return cleaned as Properties;
}
