import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { describe, Problem } from "../api/problem";
import classes from "./notice.module.css";

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** What the server says went wrong, and a way to try again. */
export const Failure = ({ error, retry }: Props) => (
  <Alert role="alert" variant="default" className={classes.failure ?? ""} icon={<IconAlertTriangle size={16} />} title={titleOf(error)}>
    <div>{describe(error)}</div>
    {retry && !isMissing(error) && (
      <Button variant="default" mt="sm" onClick={retry}>
        Try again
      </Button>
    )}
  </Alert>
);

/** What is not there is not there the next time either. */
const isMissing = (error: unknown): boolean => error instanceof Problem && error.status === 404;

function titleOf(error: unknown): string {
  if (!(error instanceof Problem)) return "This could not be loaded";
  if (isMissing(error)) return "There is no such thing";
  return error.status < 500 ? "This could not be answered" : "The server failed";
}
