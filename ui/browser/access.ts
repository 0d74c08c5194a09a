// Invented people, sessions and keys, in the API's shapes.
import type { AuditEntry, Key, OwnSession, Person } from "../src/api/shapes";
import { NOW } from "./figures";

const at = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
const DAY = 1_440;

export const PEOPLE: { people: Person[] } = {
  people: [
    { id: "p1", email: "ada@example.com", role: "owner", password: true, created_at: at(90 * DAY), sessions: 2, seen_at: at(0) },
    { id: "p2", email: "grace.with-a-rather-long-name@engineering.example.com", role: "analyst", password: true, created_at: at(30 * DAY), sessions: 0 },
    { id: "p3", email: "zoe@example.com", role: "viewer", password: false, created_at: at(DAY), sessions: 0, invited_until: at(-6 * DAY) },
  ],
};

export const SESSIONS: { sessions: OwnSession[] } = {
  sessions: [
    { id: "s1", agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", current: true, created_at: at(DAY), seen_at: at(0), expires_at: at(-29 * DAY) },
    { id: "s2", agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", current: false, created_at: at(3 * DAY), seen_at: at(300), expires_at: at(-27 * DAY) },
  ],
};

export const AUDIT: { entries: AuditEntry[] } = {
  entries: [
    { at: at(2), who: "ada@example.com", act: "role_changed", about: "grace.with-a-rather-long-name@engineering.example.com", note: "viewer → analyst" },
    { at: at(60), who: "command line", act: "key_rotated", about: "web (c796…)", note: "write" },
  ],
};

export const keysWith = (value: string): Key[] => [
  { id: "k1", kind: "write", name: "web", value, hint: "c796", transcripts: false, origins: ["https://app.example.com", "https://*.example.org"], rate: 50, created_at: at(20 * DAY) },
  { id: "k2", kind: "server", name: "billing backend", hint: "dbs_abcd", transcripts: false, created_at: at(20 * DAY), revoked_at: at(-600) },
  { id: "k3", kind: "read", name: "", hint: "dbr_abcd", transcripts: true, created_at: at(10 * DAY) },
  { id: "k4", kind: "read", name: "old notebook", hint: "dbr_wxyz", transcripts: false, created_at: at(40 * DAY), revoked_at: at(5 * DAY) },
];
