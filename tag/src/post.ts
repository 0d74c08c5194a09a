import type { Entry } from "./queue";

const TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Is told what the server refused. */
export type Warn = (...what: unknown[]) => void;

/**
 * What became of a request: the server judged it, it was too large, or it has
 * to be repeated, not before as many ms have passed as the server asked for.
 */
export type Verdict = "judged" | "large" | number;

/** Posts a batch as text, which needs no preflight; never rejects. */
export async function post(url: string, batch: Entry[], keepalive: boolean, warn: Warn): Promise<Verdict> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: `{"key":${JSON.stringify(batch[0]?.key)},"sent_at":"${new Date().toISOString()}","events":[${batch.map((e) => e.json).join()}]}`,
      credentials: "omit",
      keepalive,
      signal: AbortSignal.timeout?.(TIMEOUT_MS) ?? null,
    });
    const { status } = answer;
    if (status === 413 && batch[1]) return "large";
    if (status > 499 || status === 429 || status === 408) return retryAfter(answer);
    const judgement: unknown = await answer.json().catch((fault: unknown) => {
      // Behind a captive portal a success that cannot be read is none.
      if (answer.ok) throw fault;
    });
    const { rejected } = Object(judgement) as { rejected?: unknown[] };
    if (!answer.ok || rejected?.length) warn(`the server answered ${status} to ${batch.length} events`, rejected);
    return "judged";
  } catch {
    // While a page is being left, requests that arrive look failed; only a page that lives on sees another task.
    await new Promise((next) => setTimeout(next));
    return 0;
  }
}

/** How long the server asked to wait, in ms: it says seconds or a date. */
function retryAfter(answer: Response): number {
  const header = answer.headers.get("retry-after") ?? "0";
  const ms = isNaN(+header) ? Date.parse(header) - Date.now() : +header * 1000;
  return Math.min(Math.max(ms || 0, 0), LONGEST_WAIT_MS);
}
