import type { Match } from "../../api/shapes";
import classes from "./conversations.module.css";

interface Props {
  readonly match: Match;
  /** The first prompt, which stands above. */
  readonly opening: string;
}

/** The text by which a conversation was found, with what was sought marked. */
export const Snippet = ({ match: { source, parts }, opening }: Props) => {
  if (!parts.some(({ found }) => found) && parts.map(({ text }) => text).join("") === opening) return null;
  return (
    <span className={classes.snippet} data-snippet>
      {source !== "prompt" && `${source === "answer" ? "Answer" : "Comment"}: `}
      {parts.map(({ text, found }, at) => (found === true ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>))}
    </span>
  );
};
