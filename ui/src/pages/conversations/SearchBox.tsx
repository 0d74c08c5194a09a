import { CloseButton, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import classes from "./conversations.module.css";

interface Props {
  readonly text: string;
  /** Whether prompts that mean the same are found too. */
  readonly meaning: boolean;
  readonly onSearch: (text: string | undefined) => void;
  readonly onMeaning: (meaning: boolean) => void;
}

/** Searches prompts, answers and comments for words, and prompts for what they mean. */
export const SearchBox = ({ text, meaning, onSearch, onMeaning }: Props) => {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(draft.trim() === "" ? undefined : draft.trim());
  };
  return (
    <form className={classes.search} role="search" onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label="Search texts"
        placeholder='Search: refund "annual plan" -invoice'
        className={classes.words}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={draft !== "" && <CloseButton size="xs" aria-label="Clear the search" onClick={() => onSearch(undefined)} />}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {text !== "" && (
        <Switch size="xs" label="by meaning too" title="Find prompts that mean the same in other words" checked={meaning} onChange={(event) => onMeaning(event.currentTarget.checked)} />
      )}
    </form>
  );
};
