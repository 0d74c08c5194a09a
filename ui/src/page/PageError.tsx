import type { ErrorComponentProps } from "@tanstack/react-router";
import { Failure } from "../notice/Failure";

/** A page that could not be shown at all. */
export const PageError = ({ error, reset }: ErrorComponentProps) => <Failure error={error} retry={reset} />;
