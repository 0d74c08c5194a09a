import { VisuallyHidden } from "@mantine/core";
import type { InboxSample } from "../../api/shapes";
import { plural } from "../../format/figure";
import { exact } from "../../format/time";
import parts from "../../page/parts.module.css";
import { markedLines } from "./health";
import classes from "./inbox.module.css";

interface Props {
  readonly samples: readonly InboxSample[];
  readonly code: string;
  readonly zone: string;
}

/** What was sent lately, with the field at fault marked. */
export const SampleList = ({ samples, code, zone }: Props) => (
  <details className={classes.samples}>
    <summary>
      {plural(samples.length, "sample")}
      <VisuallyHidden component="span"> of {code}</VisuallyHidden>
    </summary>
    <ol>
      {samples.map(({ at, message, field, item = "" }, index) => (
        <li key={`${at} ${index}`}>
          <div className={parts.soft}>
            <time dateTime={at}>{exact(at, zone)}</time>: {message}
          </div>
          {item !== "" && (
            <pre tabIndex={0} aria-label={`Sample ${index + 1} of ${code}`}>
              {markedLines(item, field).map(([line, marked], at) => (
                <span key={at}>
                  {marked ? <mark>{line}</mark> : line}
                  {"\n"}
                </span>
              ))}
            </pre>
          )}
        </li>
      ))}
    </ol>
  </details>
);
