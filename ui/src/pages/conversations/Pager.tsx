import { Button, Group } from "@mantine/core";

interface Props {
  readonly next: string | undefined;
  readonly onFirst: (() => void) | undefined;
  readonly onNext: (cursor: string) => void;
}

/** The way to the next page and back to the first; "back" of the browser goes one page back. */
export const Pager = ({ next, onFirst, onNext }: Props) => (
  <Group justify="center" mt="md" gap="xs">
    {onFirst && (
      <Button variant="default" onClick={onFirst}>
        First page
      </Button>
    )}
    {next !== undefined && (
      <Button variant="default" onClick={() => onNext(next)}>
        Next page
      </Button>
    )}
  </Group>
);
