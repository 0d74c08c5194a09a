import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { updateKey } from "../../../api/access";
import { describe } from "../../../api/problem";
import type { Key } from "../../../api/shapes";
import { LimitFields, limitsOf } from "./LimitFields";
import { ErrorLine } from "../../../notice/ErrorLine";

interface Props {
  readonly project: string;
  readonly shown: Key;
  readonly onChanged: () => Promise<void>;
}

const textOf = ({ name, origins, rate }: Key) => ({ name, origins: origins?.join("\n") ?? "", rate: rate === undefined ? "" : String(rate) });

/** Changes the name and the limits of a key. */
export const EditKey = ({ project, shown, onChanged }: Props) => {
  const [opened, { open, close }] = useDisclosure(false);
  const [wish, setWish] = useState(textOf(shown));
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => updateKey(project, shown.id, { name: wish.name, ...limitsOf(wish) }),
    onSuccess: async () => {
      await onChanged();
      close();
    },
  });
  const change = (part: Partial<typeof wish>): void => setWish((was) => ({ ...was, ...part }));
  const begin = (): void => {
    reset();
    setWish(textOf(shown));
    open();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  const called = shown.name || `${shown.hint}…`;
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={begin} aria-label={`Edit: ${called}`}>
        Edit
      </Button>
      <Modal opened={opened} onClose={close} title={`Edit ${called}`} centered closeButtonProps={{ "aria-label": "Close" }}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput label="What it is for" maxLength={100} value={wish.name} onChange={({ currentTarget }) => change({ name: currentTarget.value })} />
            <LimitFields kind={shown.kind} limits={wish} onChange={change} />
            {error && (
              <ErrorLine>{describe(error)}</ErrorLine>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={isPending}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
};
