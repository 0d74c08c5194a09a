import { Button, Progress } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type Reading, uploadImport } from "../../../api/imports";
import { describe } from "../../../api/problem";
import type { ImportProgress } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { ImportResult } from "./ImportResult";
import classes from "./import.module.css";
import { size } from "./size";
import { ErrorLine } from "../../../notice/ErrorLine";

interface Props {
  readonly file: File;
  readonly reading: Reading;
  /** Runs the work while nothing else may be chosen. */
  readonly run: (work: () => Promise<unknown>) => Promise<unknown>;
}

interface Ended {
  readonly dryRun: boolean;
  readonly result?: ImportProgress;
  readonly error?: unknown;
}

/** Checks or imports the whole file, and says what became of it. */
export const ImportRun = ({ file, reading, run }: Props) => {
  const cache = useQueryClient();
  const [sent, setSent] = useState<number>();
  const [ended, setEnded] = useState<Ended>();
  const aborter = useRef<AbortController>(undefined);
  useEffect(() => setEnded(undefined), [reading]);
  const start = async (dryRun: boolean): Promise<void> => {
    aborter.current = new AbortController();
    setEnded(undefined);
    setSent(0);
    try {
      await run(async () => {
        const result = await uploadImport({ file, reading, dryRun, signal: aborter.current?.signal ?? AbortSignal.abort(), onProgress: setSent });
        setEnded({ dryRun, result });
      });
    } catch (error) {
      setEnded({ dryRun, error });
    } finally {
      setSent(undefined);
      if (!dryRun) void cache.invalidateQueries();
    }
  };
  if (sent !== undefined) {
    return (
      <div className={classes.run}>
        <Progress.Root size="lg">
          <Progress.Section value={(100 * sent) / Math.max(file.size, 1)} aria-label="File sent" />
        </Progress.Root>
        <p role="status">
          {size(sent)} of {size(file.size)}
        </p>
        <Button variant="default" size="sm" onClick={() => aborter.current?.abort()}>
          Cancel
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.run}>
      <div className={parts.acts}>
        <Button size="sm" onClick={() => void start(false)}>
          Import
        </Button>
        <Button variant="default" size="sm" onClick={() => void start(true)}>
          Check the whole file
        </Button>
      </div>
      {ended?.result && <ImportResult result={ended.result} dryRun={ended.dryRun} />}
      {ended?.error !== undefined && (
        <ErrorLine>{wordsOf(ended)}</ErrorLine>
      )}
    </div>
  );
};

function wordsOf({ error, dryRun }: Ended): string {
  if (!(error instanceof DOMException)) return describe(error);
  return dryRun ? "Cancelled." : "Cancelled. What was imported by then is kept; importing the file again goes on from there.";
}
