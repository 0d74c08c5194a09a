import { useEffect, useRef } from "react";

/**
 * Whether what is shown answers another question than the one asked now. A running period ends a minute later every
 * minute; that alone does not make figures fade.
 */
export function useStale(asked: Readonly<{ to?: string }>, waiting: boolean): boolean {
  const question = JSON.stringify({ ...asked, to: asked.to?.slice(0, "2026-11-23T10".length) });
  const shown = useRef(question);
  useEffect(() => {
    if (!waiting) shown.current = question;
  });
  return waiting && shown.current !== question;
}
