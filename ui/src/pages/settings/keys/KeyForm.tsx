import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { addKey } from "../../../api/access";
import { describe } from "../../../api/problem";
import type { Key } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { LimitFields, limitsOf } from "./LimitFields";
import { ErrorLine } from "../../../notice/ErrorLine";

const KINDS: readonly Key["kind"][] = ["write", "server", "read"];
const EMPTY = { kind: "write" as Key["kind"], name: "", value: "", transcripts: false, origins: "", rate: "" };

interface Props {
  readonly project: string;
  readonly onMade: (key: Key) => Promise<void>;
}

/** Makes a key, or keeps one that a page or a backend has already. */
export const KeyForm = ({ project, onMade }: Props) => {
  const [wish, setWish] = useState(EMPTY);
  const { kind, name, value, transcripts } = wish;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const { origins, rate } = limitsOf(wish);
      return addKey(project, { kind, name, value: value.trim(), transcripts: kind === "read" && transcripts, origins: kind === "write" ? origins : [], rate: kind === "read" ? 0 : rate });
    },
    onSuccess: (key) => {
      setWish(EMPTY);
      return onMade(key);
    },
  });
  const change = (part: Partial<typeof wish>): void => setWish((was) => ({ ...was, ...part }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={parts.form} onSubmit={submit} aria-label="Add a key">
      <div className={parts.fields}>
        <NativeSelect label="Kind" data={[...KINDS]} value={kind} onChange={({ currentTarget }) => change({ kind: KINDS.find((one) => one === currentTarget.value) ?? "write" })} />
        <TextInput className={parts.grows ?? ""} label="What it is for" maxLength={100} value={name} onChange={({ currentTarget }) => change({ name: currentTarget.value })} />
      </div>
      <TextInput
        label="The id or key you have already"
        description="The website id or key that stands in a page or a backend, so that only the host name changes there. Empty: one is made up."
        autoComplete="off"
        maxLength={255}
        value={value}
        onChange={({ currentTarget }) => change({ value: currentTarget.value })}
      />
      {kind === "read" && <Checkbox label="May read what users wrote" checked={transcripts} onChange={({ currentTarget }) => change({ transcripts: currentTarget.checked })} />}
      <LimitFields kind={kind} limits={wish} onChange={change} />
      {error && (
        <ErrorLine>{describe(error)}</ErrorLine>
      )}
      <div>
        <Button type="submit" size="sm" loading={isPending}>
          Add key
        </Button>
      </div>
    </form>
  );
};
