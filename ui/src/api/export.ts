import { address, type Query } from "./client";

/** Where a file of everything that the query selects is downloaded. */
export const exportAddress = (what: "conversations" | "turns" | "events", query: Query): string => address(`/export/${what}`, query);
