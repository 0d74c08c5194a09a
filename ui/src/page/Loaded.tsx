import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "../notice/Failure";
import { PagePending } from "./PagePending";

interface Props<T> {
  readonly query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  /** The shape of what is fetched. */
  readonly pending?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What is asked of the API, in its three states: fetched once, it stays; until then its shape, or what went wrong and a way to try again. */
export function Loaded<T>({ query: { data, error, refetch }, pending = <PagePending />, children }: Props<T>): ReactNode {
  if (data !== undefined) return children(data);
  return error ? <Failure error={error} retry={() => void refetch()} /> : pending;
}
