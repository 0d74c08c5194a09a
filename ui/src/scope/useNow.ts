import { useSyncExternalStore } from "react";

const STEP = 10_000;

const subscribe = (changed: () => void): (() => void) => {
  const timer = setInterval(changed, STEP);
  return () => clearInterval(timer);
};
const current = (): number => Math.floor(Date.now() / STEP) * STEP;

/** The time, in steps of ten seconds: one clock for a page. */
export const useNow = (): number => useSyncExternalStore(subscribe, current);
