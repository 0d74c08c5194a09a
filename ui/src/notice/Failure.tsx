import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { describe, Problem } from "../api/problem";

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** What the server says went wrong, and a way to try again. */
export const Failure = ({ error, retry }: Props) => (
  <Alert role="alert" variant="outline" color="gray" icon={<IconAlertTriangle size={16} />} title={titleOf(error)} m="md" styles={{ title: { color: "var(--ink)" } }}>
    <div>{describe(error)}</div>
    {retry && (
      <Button variant="default" mt="sm" onClick={retry}>
        Try again
      </Button>
    )}
  </Alert>
);

function titleOf(error: unknown): string {
  if (!(error instanceof Problem)) return "This could not be loaded";
  return error.status < 500 ? "This could not be answered" : "The server failed";
}
