// What waits to be sent, oldest first, in memory.

const HELD_BYTES = 8_000_000;

/** One item, encoded once, with the key of the project it was made for. */
export interface Entry {
  key: string | undefined;
  json: string;
  bytes: number;
}

export interface Queue {
  /** Adds entries at the end, or those that came back at the front; past 8 MB the oldest give way. */
  put(entries: Entry[], first?: boolean): void;
  /** Takes the oldest entries of one key, at most so many and so large, but at least one if there is any. */
  take(most: number, bytes: number): Entry[];
  /** Gives the entries that wait for a key this one. */
  claim(key: string): void;
  /** How many wait, and how many had to give way. */
  status(): { waiting: number; dropped: number };
}

/** The size of entries together, in bytes of UTF-8. */
export const sizeOf = (entries: Entry[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0);

export function createQueue(): Queue {
  const waiting: Entry[] = [];
  let held = 0;
  let dropped = 0;
  return {
    put(entries, first) {
      waiting.splice(first ? 0 : waiting.length, 0, ...entries);
      held += sizeOf(entries);
      while (held > HELD_BYTES && waiting[1]) {
        held -= sizeOf(waiting.splice(0, 1));
        dropped++;
      }
    },
    take(most, bytes) {
      let size = 0;
      const end = waiting.findIndex((entry, i) => {
        size += entry.bytes;
        return i && (i >= most || entry.key !== waiting[0]?.key || size > bytes);
      });
      const taken = waiting.splice(0, end < 0 ? waiting.length : end);
      held -= sizeOf(taken);
      return taken;
    },
    claim(key) {
      for (const entry of waiting) entry.key ??= key;
    },
    status: () => ({ waiting: waiting.length, dropped }),
  };
}
