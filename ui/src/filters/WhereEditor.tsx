import { Anchor, Button, Code, Group, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { describe, Problem } from "../api/problem";
import { checkWhere } from "../api/queries";
import type { Filters } from "../api/shapes";
import { useScope } from "../scope/useScope";
import { mistakeIn } from "../where/mistake";
import classes from "./filters.module.css";

interface Props {
  readonly text: string;
  readonly filters: Filters | undefined;
  readonly onApply: (text: string) => void;
  readonly onClose: () => void;
}

/** The filter as text. The server reads it; a mistake is shown where it is. */
export const WhereEditor = ({ text, filters, onApply, onClose }: Props) => {
  const { asked } = useScope();
  const [draft, setDraft] = useState(text);
  const check = useMutation({ mutationFn: (where: string) => checkWhere({ ...asked, where }), onSuccess: (_, where) => onApply(where) });
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    check.mutate(draft.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
    if (event.key === "Escape") onClose();
  };
  return (
    <form className={classes.editor} onSubmit={submit}>
      <Textarea
        aria-label="Filter"
        data-autofocus
        autosize
        minRows={1}
        maxRows={6}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        placeholder={'agent = "support" and rating < 0.5 and signal = unanswered'}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        error={check.error && <Mistake error={check.error} text={check.variables ?? ""} />}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" loading={check.isPending}>
          Apply
        </Button>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <span className={classes.hint}>
          Enter applies. {filters && <>Fields: {filters.fields.map(({ name, example, meaning }) => (
            <Anchor key={name} component="button" type="button" size="xs" className={classes.field} title={`${meaning} ${example}`} onClick={() => setDraft((before) => (before.trim() === "" ? example : `${before.trim()} and ${example}`))}>
              {name}
            </Anchor>
          ))}</>}
        </span>
      </Group>
    </form>
  );
};

const Mistake = ({ error, text }: { readonly error: Error; readonly text: string }) => {
  const at = error instanceof Problem && error.position !== undefined ? mistakeIn(text, error.position) : undefined;
  return (
    <span>
      {describe(error)}
      {at && (
        <Code block className={classes.mistake}>
          {at.before}
          <mark>{at.token}</mark>
          {at.after}
        </Code>
      )}
    </span>
  );
};
