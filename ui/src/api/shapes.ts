// The API's shapes by their names. All come from its OpenAPI document.
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Arrived = Schemas["Arrived"];
export type AuditEntry = Schemas["AuditEntry"];
export type Beside = Schemas["Beside"];
export type Change = Schemas["Change"];
export type Conversation = Schemas["Listed"];
export type Match = Schemas["Match"];
export type ConversationDetail = Schemas["ConversationDetail"];
export type Conversion = Schemas["Conversion"];
export type Definition = Schemas["Definition"];
export type EstimateShape = Schemas["Estimate"];
export type EventRow = Schemas["Event"];
export type Evidence = Schemas["Evidence"];
export type Excluded = Schemas["Excluded"];
export type Figure = Schemas["Figure"];
export type FilterField = Schemas["FieldInfo"];
export type Filters = Schemas["FiltersBody"];
export type Key = Schemas["Key"];
export type Invited = Schemas["Invited"];
export type ImportPreview = Schemas["ImportPreview"];
export type ImportProgress = Schemas["ImportProgress"];
export type ImportRefusal = Schemas["ImportRefusal"];
export type InboxHealth = Schemas["InboxHealth"];
export type InboxKey = Schemas["InboxKey"];
export type InboxRow = Schemas["InboxRow"];
export type InboxSample = Schemas["InboxSample"];
export type Me = Schemas["Me"];
export type Metric = Schemas["Metric"];
export type OutcomeDay = Schemas["OutcomeDay"];
export type OwnSession = Schemas["OwnSession"];
export type Overview = Schemas["Overview"];
export type Person = Schemas["PersonBrief"];
export type Settings = Schemas["Settings"];
export type Tile = Schemas["Tile"];
export type Turn = Schemas["Turn"];

export type Outcome = Conversation["outcome"];
export type Role = Me["role"];
export type Unit = Definition["unit"];
export type Verdict = Change["verdict"];

/** The parameters of a list of conversations. */
export type ListParameters = NonNullable<operations["listConversations"]["parameters"]["query"]>;
