import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describe } from "../api/problem";
import { ErrorLine } from "./ErrorLine";

interface Props {
  readonly label: string;
  /** What the button is about, for those who do not see the row it stands in. */
  readonly about: string;
  readonly title: string;
  readonly children: ReactNode;
  /** Resolves once it is done. */
  readonly act: () => Promise<unknown>;
}

/** A button that asks before it does what cannot be undone, and says what went wrong. */
export const ConfirmButton = ({ label, about, title, children, act }: Props) => {
  const [opened, { open, close }] = useDisclosure(false);
  const { mutate, isPending, error, reset } = useMutation({ mutationFn: act, onSuccess: close });
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={open} aria-label={`${label}: ${about}`}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} onExitTransitionEnd={reset} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
        <Text size="sm">{children}</Text>
        {error && (
          <ErrorLine>{describe(error)}</ErrorLine>
        )}
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={isPending} onClick={() => mutate()}>
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
};
