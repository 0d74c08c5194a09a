// Brings items to the server: in batches, in order, again after a failure,
// and at once when the page is being left. A repeat is harmless because the
// server stores an id once.
import { stringify } from "./native";
import { createPost, JUDGED, LARGE, type Warn } from "./post";
import { createQueue, sizeOf } from "./queue";
import type { Entry } from "./shelf";

const FLUSH_MS = 250;
const BATCH = 50;
const BATCH_BYTES = 60_000; // browsers allow 64 KiB of keepalive requests at a time
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

export interface Transport {
  /** Takes an item. `tell` is told what the server says of it, or nothing if that will take longer. */
  add(item: object, tell?: Entry["tell"]): void;
  /** Starts sending under a write key, with what waited for one and what earlier pages left; stops without one. */
  begin(key: string | null): void;
  /** Sends what fits into one last request; the rest waits for the next `begin`. */
  close(): void;
  /** Sends now, in a request that survives the page. */
  leave(): void;
  /** Gives up all that waits. */
  abandon(): void;
  status(): { waiting: number; dropped: number };
}

/** Without a url items wait for ever. `lost` is told how many had to give way, once the server is there again. */
export function createTransport(url: string | undefined, warn: Warn, lost: (count: number) => void): Transport {
  const queue = createQueue();
  const post = createPost(`${url}`, warn);
  let running = false;
  let flights = 0;
  let failures = 0; // in a row
  let items = BATCH; // a request; fewer after a 413
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async (leaving?: boolean): Promise<void> => {
    try {
      clearTimeout(timer);
      timer = undefined;
      const batch = running ? queue.takeOldest(leaving ? Infinity : items, BATCH_BYTES) : [];
      if (!batch[0]) return;
      // Alive after the page, unless too large; a refusal (quota) must not repeat for ever.
      const keepalive = sizeOf(batch) <= BATCH_BYTES && (leaving || !failures);
      flights++;
      const verdict = await post(batch, keepalive);
      flights--;
      items = verdict === LARGE ? Math.ceil(batch.length / 2) : BATCH;
      (verdict === JUDGED ? queue.doneWith : queue.putBack)(batch);
      if (verdict >= 0) {
        release();
        wake(verdict + Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS) * (0.5 + Math.random() / 2));
      } else {
        failures = 0;
        const { dropped } = queue;
        queue.dropped = 0;
        if (dropped) lost(dropped);
        if (!flights) void send();
      }
    } catch {
      // What the tag builds on is broken; what waits stays on the shelf.
    }
  };

  const wake = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };

  /** Nobody waits for the server's answer any longer. */
  const release = (): void => queue.waiting.forEach((entry) => entry.tell?.());

  const leave = (): void => void send(true);

  return {
    add(item, tell) {
      queue.add(stringify(item), tell);
      if (!running || failures) tell?.();
      else if (flights) return;
      else if (queue.waiting.length >= BATCH) void send();
      else if (!timer) wake(FLUSH_MS);
    },
    begin(key) {
      queue.begin(key);
      running = !!(url && key);
      if (!flights) wake(FLUSH_MS);
    },
    close() {
      leave();
      running = false;
      release();
    },
    leave,
    abandon() {
      release();
      queue.abandon();
    },
    status: () => ({ waiting: queue.waiting.length, dropped: queue.dropped }),
  };
}
