import { Code } from "@mantine/core";
import type { ImportRefusal } from "../../../api/shapes";
import { plural } from "../../../format/figure";
import classes from "./import.module.css";

interface Props {
  readonly refused: readonly ImportRefusal[];
  readonly total: number;
}

/** What cannot be used, where it stands, and how to mend it. */
export const Refusals = ({ refused, total }: Props) => {
  if (total === 0) return null;
  return (
    <details className={classes.refused} open={total <= 5}>
      <summary>{plural(total, "event")} cannot be used</summary>
      <ul>
        {refused.map(({ place, code, field, message, mend }, index) => (
          <li key={index}>
            <b>{place}</b> {message}. <Code>{[code, field].filter(Boolean).join(" ")}</Code> To mend it: {mend.replaceAll("`", "")}.
          </li>
        ))}
      </ul>
      {total > refused.length && <p>And {plural(total - refused.length, "more", "more")}.</p>}
    </details>
  );
};
