import { CloseButton } from "@mantine/core";
import { fieldName } from "../format/words";
import { opWords, type Term } from "../where/terms";
import classes from "./filters.module.css";

interface Props {
  readonly term: Term;
  readonly onRemove: () => void;
}

/** One condition of the filter, with the way to drop it. */
export const TermChip = ({ term, onRemove }: Props) => (
  <span className={classes.chip} title={term.text}>
    <span className={classes.term}>
      {term.simple ? (
        <>
          {fieldName(term.simple.field)} {opWords(term.simple.op)} <b>{term.simple.values.join(", ")}</b>
        </>
      ) : (
        <code>{term.text}</code>
      )}
    </span>
    <CloseButton size="xs" aria-label={`Remove the condition ${term.text}`} onClick={onRemove} />
  </span>
);
