import { parse, stringify } from "./native";
import { quiet } from "./quiet";
import { PREFIX } from "./shelf";
import { uuid } from "./uuid";

/** Where the tag keeps who somebody is, in localStorage. */
export const STORAGE_KEY = `${PREFIX}visitor`;

const SESSION_MS = 30 * 60_000;

/**
 * Who the tag sends events for, and their session, which ends after 30
 * minutes without an event. Times in ms since 1970.
 */
export interface Visitor {
  anonymous_id: string;
  user_id?: string | undefined;
  account_id?: string | undefined;
  session_id: string;
  start: number;
  end: number;
}

/**
 * Reads the visitor, applies a change and keeps the result, for this page and
 * later ones. The session is prolonged, or a new one begins where it had
 * ended. `null` forgets the visitor first: what comes back is somebody new.
 */
export type Visit = (change?: Partial<Visitor> | null) => Visitor;

/**
 * Keeps a visitor that `may` be kept in localStorage, without trusting it: where
 * it is absent, full, forbidden or keeps nothing, the record lives as long as the page.
 */
export function createVisit(may: (visitor: Visitor) => unknown): Visit {
  let memory: Partial<Visitor> = {};
  let newer = false; // memory than storage

  return (change) => {
    const now = Date.now();
    const stored = (): Partial<Visitor> => parse(localStorage.getItem(STORAGE_KEY) ?? "") as Visitor;
    const kept = change === null ? {} : (!newer && quiet(stored)) || memory;
    const lives = kept.start! <= now && kept.end! > now; // not where one is absent
    const visitor = (memory = {
      ...kept,
      anonymous_id: kept.anonymous_id || uuid(),
      ...(lives ? {} : { session_id: uuid(), start: now }),
      ...change,
      end: now + SESSION_MS,
    } as Visitor);
    newer = true;
    if (may(visitor)) {
      quiet(() => {
        localStorage.setItem(STORAGE_KEY, stringify(visitor));
        newer = false;
      });
    }
    return visitor;
  };
}
