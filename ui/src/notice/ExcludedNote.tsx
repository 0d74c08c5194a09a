import type { Excluded } from "../api/shapes";
import { plural } from "../format/figure";
import { reasonText } from "../format/words";
import { TextLink } from "./TextLink";
import { conversationsBehind } from "../scope/link";
import classes from "./notice.module.css";

/** What stays out of every figure of the page, and why; nothing where nothing does. */
export const ExcludedNote = ({ excluded }: { readonly excluded: readonly Excluded[] }) => {
  if (excluded.length === 0) return null;
  return (
    <p className={classes.excluded}>
      Not counted:{" "}
      {excluded.map(({ reason, conversations, users, link }, i) => (
        <span key={reason}>
          {i > 0 && "; "}
          <TextLink to="/conversations" search={conversationsBehind(link) ?? {}}>
            {plural(conversations, "conversation")}
          </TextLink>{" "}
          of {plural(users, "user")} {reasonText(reason)}
        </span>
      ))}
      .
    </p>
  );
};
