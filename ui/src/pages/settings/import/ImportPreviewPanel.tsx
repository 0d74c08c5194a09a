import type { ImportPreview } from "../../../api/shapes";
import { count, plural } from "../../../format/figure";
import { exact } from "../../../format/time";
import { Notice } from "../../../notice/Notice";
import classes from "./import.module.css";
import { Refusals } from "./Refusals";

interface Props {
  readonly preview: ImportPreview;
  readonly zone: string;
  /** The preview is of the whole file. */
  readonly whole: boolean;
}

/** The first events of a file, as they would be kept. */
export const ImportPreviewPanel = ({ preview, zone, whole }: Props) => {
  const { title, notes, events, accepted, rejected, inferred, refused, unmapped } = preview;
  if (unmapped !== undefined) return <Notice title="Say what the columns are">{unmapped}</Notice>;
  return (
    <section aria-labelledby="preview" className={classes.preview}>
      <h2 id="preview">Preview</h2>
      <p role="status">
        This is {[title, ...notes].join(", ")}. {whole ? "It holds" : "Its beginning holds"} {plural(accepted, "event")}; {count(rejected)} cannot be used.
        {inferred > 0 && ` ${plural(inferred, "event")} without a time of its own: inferred from the order (~), and marked.`}
      </p>
      {events.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="First events">
          <table>
            <thead>
              <tr>
                {["Where", "Time", "Event", "Conversation", "User", "Text"].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {events.map((event, index) => (
                <tr key={index}>
                  <td>{event.place}</td>
                  <td>
                    {event.inferred && "~"}
                    {exact(event.occurred_at, zone)}
                  </td>
                  <td>{event.kind}</td>
                  <td>{event.conversation_id}</td>
                  <td>{event.user_id}</td>
                  <td>{event.text || event.rating}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Refusals refused={refused} total={rejected} />
    </section>
  );
};
