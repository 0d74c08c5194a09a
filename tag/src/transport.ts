// Brings items to the server: in batches, in order, again after a failure,
// and at once when the page is being left. A repeat is harmless because the
// server stores an id once.

const FLUSH_MS = 250;
const BATCH = 50;
const BATCH_BYTES = 60_000; // browsers allow 64 KiB of keepalive requests at a time
const HELD_BYTES = 8_000_000;
const TIMEOUT_MS = 30_000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** One item on its way, encoded once, with the key of the project it was made for. */
interface Entry {
  key: string | undefined;
  json: string;
  bytes: number;
}

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

/** Settings of a transport: where to, and whom to tell what the server refused. */
export interface TransportOptions {
  url: string | undefined;
  warn(...what: unknown[]): void;
}

export function createTransport({ url, warn }: TransportOptions): Transport {
  const waiting: Entry[] = [];
  let held = 0; // bytes of waiting
  let dropped = 0;
  let key: string | undefined;
  let running = false;
  let closing = false;
  let flights = 0;
  let failures = 0; // in a row
  let most = BATCH; // items a request; less after a 413
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hold = (entries: Entry[], first: boolean): void => {
    if (first) waiting.unshift(...entries);
    else waiting.push(...entries);
    held += entries.reduce((sum, e) => sum + e.bytes, 0);
    while (held > HELD_BYTES && waiting.length > 1) {
      held -= waiting.shift()?.bytes ?? 0;
      dropped++;
    }
  };

  const take = (count: number): Entry[] => {
    let bytes = 0;
    let n = 0;
    for (const e of waiting) {
      if (n && (n >= count || e.key !== waiting[0]?.key || bytes + e.bytes > BATCH_BYTES)) break;
      bytes += e.bytes;
      n++;
    }
    held -= bytes;
    return waiting.splice(0, n);
  };

  const sendLater = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  const send = async (leaving?: unknown): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = url ? take(leaving === true ? Infinity : most) : [];
    if (batch.length) {
      flights++;
      const wait = await deliver(batch, leaving === true);
      flights--;
      failures = wait ? failures + 1 : 0;
      if (wait) hold(batch, true);
      if (closing && (wait || !waiting.length)) running = false;
      if (running && wait) sendLater(wait);
      else if (running && waiting.length && !flights) void send();
    } else if (closing) running = false;
  };

  /** Resolves to 0 when the server has judged the batch, else to the ms to wait before trying again. */
  const deliver = async (batch: Entry[], leaving: boolean): Promise<number> => {
    const retry = FIRST_RETRY_MS * Math.min(2 ** failures, LAST_RETRY_MS / FIRST_RETRY_MS) * (0.5 + Math.random() / 2);
    try {
      const bytes = batch.reduce((sum, e) => sum + e.bytes, 0);
      const answer = await fetch(url as string, {
        method: "POST",
        body: `{"key":${JSON.stringify(batch[0]?.key)},"sent_at":"${new Date().toISOString()}","events":[${batch.map((e) => e.json).join()}]}`,
        credentials: "omit",
        // A refused keepalive request (quota) must not fail for ever.
        keepalive: bytes <= BATCH_BYTES && (leaving || !failures),
        signal: AbortSignal.timeout?.(TIMEOUT_MS) ?? null,
      });
      const { status } = answer;
      if (status === 413 && batch.length > 1) {
        most = Math.ceil(batch.length / 2);
        hold(batch, true);
        return 0;
      }
      if (status > 499 || status === 429 || status === 408) return retry + retryAfter(answer);
      most = BATCH;
      return (await judged(answer, batch.length)) ? 0 : retry;
    } catch {
      return retry;
    }
  };

  /** Warns of what was refused; false when an answer of success cannot be read, as behind a captive portal. */
  const judged = async (answer: Response, sent: number): Promise<boolean> => {
    let rejected: unknown[] | undefined;
    try {
      ({ rejected } = (await answer.json()) as { rejected?: unknown[] });
    } catch {
      if (answer.ok) return false;
    }
    if (!answer.ok || rejected?.length) warn(`the server answered ${answer.status} to ${sent} events`, rejected);
    return true;
  };

  return {
    add(item) {
      const json = JSON.stringify(item);
      hold([{ key, json, bytes: new TextEncoder().encode(json).length }], false);
      if (!running || flights || failures) return;
      if (waiting.length >= BATCH) void send();
      else timer ??= setTimeout(send, FLUSH_MS);
    },
    open(k) {
      key = k;
      for (const e of waiting) e.key ??= k;
      running = true;
      closing = false;
      if (waiting.length && !flights) timer ??= setTimeout(send, FLUSH_MS);
    },
    close() {
      closing = true;
      if (running && !flights) void send();
    },
    leave() {
      if (running) void send(true);
    },
    status: () => ({ waiting: waiting.length, dropped }),
  };
}

/** How long the server asked to wait: seconds or a date. */
function retryAfter(answer: Response): number {
  const header = answer.headers.get("retry-after") ?? "0";
  const ms = isNaN(+header) ? Date.parse(header) - Date.now() : +header * 1000;
  return Math.min(Math.max(ms || 0, 0), LONGEST_WAIT_MS);
}
