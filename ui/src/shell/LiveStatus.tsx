import { Tooltip } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { FIGURES, statusQuery } from "../api/queries";
import { count } from "../format/figure";
import classes from "./shell.module.css";

/**
 * Says whether figures are up to date, and keeps them so: whenever something
 * new was analysed, what is on screen is asked again.
 */
export const LiveStatus = () => {
  const cache = useQueryClient();
  const { data: status, isError } = useQuery(statusQuery);
  const seen = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (status === undefined) return;
    if (seen.current !== undefined && seen.current !== status.analysed) void cache.invalidateQueries({ queryKey: [FIGURES] }, { cancelRefetch: false });
    seen.current = status.analysed;
  }, [status, cache]);
  const [state, words] = describeStatus(isError, status?.pending);
  return (
    <Tooltip label={status ? `${count(status.stored)} events stored, ${count(status.pending)} waiting to be analysed` : "Waiting for the server"}>
      <span className={classes.live} data-state={state} tabIndex={0} role="status">
        <i aria-hidden />
        {words}
      </span>
    </Tooltip>
  );
};

function describeStatus(isError: boolean, pending: number | undefined): readonly [string, string] {
  if (isError) return ["off", "not connected"];
  if (pending === undefined) return ["off", "connecting"];
  return pending > 0 ? ["busy", `analysing ${count(pending)}`] : ["on", "live"];
}
