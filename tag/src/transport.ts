// Brings items to the server: in batches, in order, again after a failure,
// and at once when the page is being left. A repeat is harmless because the
// server stores an id once.
import { post, type Warn } from "./post";
import { createQueue, sizeOf } from "./queue";

const FLUSH_MS = 250;
const BATCH = 50;
const BATCH_BYTES = 60_000; // browsers allow 64 KiB of keepalive requests at a time
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

export interface Transport {
  /** Takes an item; the oldest give way when more than 8 MB wait. */
  add(item: object): void;
  /** Starts sending under a write key, with the items that waited for one. */
  open(key: string): void;
  /** Tries once to send what waits, then stops. */
  close(): void;
  /** Sends now, in a request that survives the page. */
  leave(): void;
  status(): { waiting: number; dropped: number };
}

/** Without a url items wait for ever. */
export function createTransport(url: string | undefined, warn: Warn): Transport {
  const queue = createQueue();
  let key: string | undefined;
  let running = false;
  let closing = false;
  let flights = 0;
  let failures = 0; // in a row
  let items = BATCH; // a request; fewer after a 413
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async (leaving?: boolean): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = url ? queue.take(leaving ? Infinity : items, BATCH_BYTES) : [];
    if (url && batch[0]) {
      // Alive after the page, unless too large; a refusal (quota) must not repeat for ever.
      const keepalive = sizeOf(batch) <= BATCH_BYTES && (leaving || !failures);
      flights++;
      const verdict = await post(url, batch, keepalive, warn);
      flights--;
      if (verdict !== "judged") queue.put(batch, true);
      items = verdict === "large" ? Math.ceil(batch.length / 2) : BATCH;
      if (typeof verdict === "number") return retry(verdict);
      failures = 0;
    }
    proceed();
  };

  const retry = (asked: number): void => {
    if (closing) running = false;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS) * (0.5 + Math.random() / 2);
    if (running) wake(asked + backoff);
  };

  const proceed = (): void => {
    const idle = !url || !queue.status().waiting;
    if (closing && idle) running = false;
    if (running && !idle && !flights) void send();
  };

  const wake = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };

  return {
    add(item) {
      const json = JSON.stringify(item);
      queue.put([{ key, json, bytes: new TextEncoder().encode(json).length }]);
      if (!running || flights || failures) return;
      if (queue.status().waiting >= BATCH) void send();
      else if (!timer) wake(FLUSH_MS);
    },
    open(opened) {
      key = opened;
      queue.claim(key);
      running = true;
      closing = false;
      if (!flights && !timer) wake(FLUSH_MS);
    },
    close() {
      closing = true;
      if (running && !flights) void send();
    },
    leave() {
      if (running) void send(true);
    },
    status: queue.status,
  };
}
