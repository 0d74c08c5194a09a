// What waits to be sent, oldest first: in memory, and on the shelf once open.
import { createShelf, type Entry, entryOf } from "./shelf";

const HELD_BYTES = 8_000_000;

export interface Queue {
  /** Adds an item at the end; past 8 MB the oldest give way. */
  add(wire: string, tell: Entry["tell"]): void;
  /** Takes the oldest entries of one key, at most so many and so large, but at least one if there is any. */
  takeOldest(most: number, bytes: number): Entry[];
  /** Puts entries that were taken back at the front. */
  putBack(entries: Entry[]): void;
  /** Is done with entries that were taken. */
  doneWith(entries: Entry[]): void;
  /** Gives a key to what waits for one and to what is added, and keeps it all on the shelf, with what was left there. Without a key what is added lives in memory. */
  begin(key: string | null): void;
  /** Gives up all that wait. */
  abandon(): void;
  readonly waiting: readonly Entry[];
  /** How many gave way since that was last reported. */
  dropped: number;
}

/** The size of entries together, in bytes of UTF-8. */
export const sizeOf = (entries: Entry[]): number => entries.reduce((sum, { octets }) => sum + octets, 0);

export function createQueue(): Queue {
  const waiting: Entry[] = [];
  const shelf = createShelf();
  let key: string | null = null;
  let held = 0;

  const doneWith = (entries: Entry[]): void => entries.forEach(shelf.doneWith);

  const change = (at: number, removed: number, ...added: Entry[]): Entry[] => {
    const taken = waiting.splice(at, removed, ...added);
    held += sizeOf(added) - sizeOf(taken);
    while (held > HELD_BYTES && waiting[1]) {
      doneWith(change(0, 1));
      queue.dropped++;
    }
    return taken;
  };

  const queue: Queue = {
    waiting,
    dropped: 0,
    doneWith,
    add(wire, tell) {
      const entry = { ...entryOf(wire, key), tell };
      change(waiting.length, 0, entry);
      if (key) shelf.keep(entry);
    },
    takeOldest(most, bytes) {
      let size = 0;
      const end = waiting.findIndex((entry, i) => {
        size += entry.octets;
        return i && (i >= most || entry.key !== waiting[0]?.key || size > bytes);
      });
      return change(0, end < 0 ? waiting.length : end);
    },
    putBack: (entries) => void change(0, 0, ...entries),
    begin(opened) {
      if (opened && !key) change(0, 0, ...shelf.leftovers());
      key = opened;
      if (!key) return;
      for (const entry of waiting) {
        entry.key ??= key;
        shelf.keep(entry);
      }
    },
    abandon: () => void change(0, waiting.length),
  };
  return queue;
}
