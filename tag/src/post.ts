import { Promise, stringify } from "./native";
import type { Entry } from "./shelf";
import { refusal } from "./types";

const TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Is told what the server refused. */
export type Warn = (...what: unknown[]) => void;

/** The server judged a request; everything else has to be sent again. */
export const JUDGED = -1;
/** It was too large. */
export const LARGE = -2;

/** The native answer to a request, or the problem it was refused for; none of it may be there. */
interface Judgement {
  rejected?: { index: number; code: string; field?: string }[];
  code?: string;
  field?: string;
}

/**
 * Posts a batch as text, which needs no preflight; never rejects. Resolves to
 * JUDGED, LARGE, or how many ms the server wants to be left alone, 0 if it did not say.
 */
export type Post = (batch: Entry[], keepalive: boolean) => Promise<number>;

export function createPost(url: string, warn: Warn): Post {
  const { fetch } = globalThis; // whatever becomes of it later
  return async (batch, keepalive) => {
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: `{"key":${stringify(batch[0]?.key)},"sent_at":"${new Date().toISOString()}","events":[${batch.map((e) => e.wire).join()}]}`,
        credentials: "omit",
        keepalive,
        signal: AbortSignal.timeout?.(TIMEOUT_MS) ?? null,
      });
      const { status, ok } = answer;
      if (status === 413 && batch[1]) return LARGE;
      if (status > 499 || status === 429 || status === 408) {
        return Math.min(Number(answer.headers.get("retry-after")) * 1000 || 0, LONGEST_WAIT_MS);
      }
      // What is not the server's word, as of a captive portal, cannot be read and is no judgement.
      const judgement: unknown = status === 413 ? { code: "too_large" } : await answer.json();
      const { rejected = [], code, field } = Object(judgement) as Judgement;
      if (!ok || rejected[0]) warn("server", status, rejected);
      batch.forEach((entry, i) => {
        const refused = rejected.find((each) => each.index === i) ?? (code ? { code, field } : undefined);
        entry.tell?.(refused ? refusal(refused.code, refused.field) : undefined);
      });
      return JUDGED;
    } catch {
      // While a page is being left, requests that arrive look failed; only a page that lives on sees another task.
      await new Promise((next) => setTimeout(next));
      return 0;
    }
  };
}
