// The queue's copy in localStorage, so that what waits outlives the page. Each
// entry has a record of its own there: tabs never overwrite one another's, and
// what two of them send is stored once, by its id.
import { quiet } from "./quiet";
import type { Refused } from "./types";

const KEPT_BYTES = 2_000_000;

/** Begins the name of whatever the tag keeps in localStorage; it sets no cookies. */
export const PREFIX = "debrief.";

/** One item, encoded once, with the key of the project it was made for. */
export interface Entry {
  key: string | null;
  /** In JSON. */
  wire: string;
  /** In UTF-8. */
  octets: number;
  /** The name of its record, once it has one. */
  record?: string | undefined;
  /** Is told of the server's refusal, or of nothing where it accepted or cannot be asked now. */
  tell?: ((refused?: Refused) => void) | undefined;
}

export interface Shelf {
  /** Keeps an entry where there is room; past 2 MB the oldest live on in memory only. */
  keep(entry: Entry): void;
  /** Removes an entry's record. */
  doneWith(entry: Entry): void;
  /** What pages left here, oldest first. */
  leftovers(): Entry[];
}

export const entryOf = (wire: string, key: string | null, record?: string): Entry => ({
  key,
  wire,
  octets: new TextEncoder().encode(wire).length,
  record,
});

export function createShelf(): Shelf {
  const kept = new Set<Entry>();
  let size = 0;
  let last = 0; // names begin with a time in µs, and with 1 until 2033

  const doneWith = (entry: Entry): void => {
    if (!kept.delete(entry)) return;
    size -= entry.octets;
    quiet(() => localStorage.removeItem(`${entry.record}`));
  };

  const keep = (entry: Entry): void => {
    last = Math.max(last + 1, Date.now() * 1000);
    entry.record ??= PREFIX + last + Math.random();
    doneWith(entry);
    kept.add(entry);
    size += entry.octets;
    quiet(() => localStorage.setItem(`${entry.record}`, `${entry.key}\n${entry.wire}`));
    for (const oldest of kept) {
      if (size <= KEPT_BYTES) break;
      doneWith(oldest);
    }
  };

  const leftovers = (): Entry[] => {
    const records = (): string[] => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + 1));
    const read = (record: string): Entry[] => {
      const [key = null, wire] = `${localStorage.getItem(record)}`.split("\n");
      return wire ? [entryOf(wire, key, record)] : []; // another tab may have been faster
    };
    return quiet(() => records().sort().flatMap(read)) ?? [];
  };

  return { keep, doneWith, leftovers };
}

/** Removes everything that the tag keeps in localStorage. */
export function erase(): void {
  quiet(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  });
}
