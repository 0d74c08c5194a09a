import { uuid } from "./uuid";

/** Where the tag keeps its one record in localStorage; it sets no cookies. */
export const STORAGE_KEY = "debrief.visitor";

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
 * Keeps the visitor in localStorage, without trusting it: where it is absent,
 * full, forbidden or keeps nothing, the record lives as long as the page.
 */
export function createVisit(): Visit {
  let memory: string | undefined;
  let broken = false;

  const read = (): Partial<Visitor> => {
    try {
      const kept: unknown = JSON.parse((!broken && localStorage.getItem(STORAGE_KEY)) || memory || "");
      return Object(kept) as Partial<Visitor>;
    } catch {
      return memory ? (JSON.parse(memory) as Visitor) : {};
    }
  };

  return (change) => {
    const now = Date.now();
    const kept = change === null ? {} : read();
    const { session_id, start = 0, end = 0 } = kept;
    const lives = session_id && start <= now && end > now;
    const visitor: Visitor = {
      ...kept,
      anonymous_id: kept.anonymous_id || uuid(),
      session_id: lives ? session_id : uuid(),
      start: lives ? start : now,
      ...change,
      end: now + SESSION_MS,
    };
    memory = JSON.stringify(visitor);
    try {
      localStorage.setItem(STORAGE_KEY, memory);
    } catch {
      broken = true; // what it still holds is older than memory
    }
    return visitor;
  };
}
