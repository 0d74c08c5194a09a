import { Highlight } from "@mantine/core";

interface Props {
  readonly text: string;
  /** What signals were seen in. */
  readonly words: readonly string[];
}

/** A text with the words that triggered signals marked. */
export const Marked = ({ text, words }: Props) => (
  <Highlight component="span" inherit highlight={words.filter((word) => word.trim() !== "" && word !== text)} highlightStyles={{ background: "var(--mark)", color: "inherit", borderRadius: 3 }}>
    {text}
  </Highlight>
);
