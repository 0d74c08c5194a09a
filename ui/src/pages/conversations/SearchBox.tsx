import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import classes from "./conversations.module.css";

interface Props {
  readonly text: string;
  readonly onSearch: (text: string | undefined) => void;
}

/** Searches prompts, answers and comments for words. */
export const SearchBox = ({ text, onSearch }: Props) => {
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
        placeholder="Search prompts, answers, comments"
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={draft !== "" && <CloseButton size="xs" aria-label="Clear the search" onClick={() => onSearch(undefined)} />}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
    </form>
  );
};
