import { useEffect, useRef, useState } from "react";
import type { EventRow } from "../../api/shapes";
import { type LiveEntry, newestFirst } from "./liveLog";

export type Connection = "connecting" | "open" | "lost";

export interface Live {
  readonly entries: readonly LiveEntry[];
  /** What came while the page was paused. */
  readonly held: readonly LiveEntry[];
  readonly connection: Connection;
}

/** Arrivals are shown together this often: a burst is one change of the page. */
const GATHER_MS = 100;
/** A stream that the server refused is asked for again; one that broke the browser resumes by itself. */
const AGAIN_MS = 5_000;

const EMPTY: Live = { entries: [], held: [], connection: "connecting" };

/** Follows a stream as long as the page is open. While it is paused what comes is held back. */
export function useLive(address: string, paused: boolean): Live {
  const [live, setLive] = useState(EMPTY);
  const [attempt, setAttempt] = useState(0);
  const holds = useRef(paused);
  useEffect(() => {
    holds.current = paused;
    if (!paused) setLive((was) => (was.held.length === 0 ? was : { ...was, entries: newestFirst(was.entries, [...was.held].reverse()), held: [] }));
  }, [paused]);
  useEffect(() => setLive(EMPTY), [address]);
  useEffect(() => {
    const source = new EventSource(address);
    let gathered: LiveEntry[] = [];
    let gaps = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      const arrived = gathered;
      gathered = [];
      timer = undefined;
      setLive((was) => (holds.current ? { ...was, held: newestFirst(was.held, arrived) } : { ...was, entries: newestFirst(was.entries, arrived) }));
    };
    const gather = (entry: LiveEntry): void => {
      gathered.push(entry);
      timer ??= setTimeout(show, GATHER_MS);
    };
    const connected = (connection: Connection): void => setLive((was) => ({ ...was, connection }));
    source.onopen = () => connected("open");
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as EventRow;
      gather({ id: event.event_id, event });
    };
    source.addEventListener("gap", ({ data }: MessageEvent<string>) => gather({ id: `gap ${attempt} ${gaps++}`, leftOut: (JSON.parse(data) as { left_out?: number }).left_out }));
    source.onerror = () => {
      connected("lost");
      if (source.readyState === EventSource.CLOSED) again ??= setTimeout(() => setAttempt((was) => was + 1), AGAIN_MS);
    };
    return () => {
      source.close();
      clearTimeout(timer);
      clearTimeout(again);
    };
  }, [address, attempt]);
  return live;
}
