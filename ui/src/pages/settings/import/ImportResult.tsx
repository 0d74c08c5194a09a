import type { ImportProgress } from "../../../api/shapes";
import { count, plural } from "../../../format/figure";
import { TextLink } from "../../../notice/TextLink";
import { useNamedProject } from "../../../scope/useNamedProject";
import settings from "../settings.module.css";
import classes from "./import.module.css";
import { Refusals } from "./Refusals";

interface Props {
  readonly result: ImportProgress;
  readonly dryRun: boolean;
}

/** What became of a file. */
export const ImportResult = ({ result, dryRun }: Props) => {
  const project = useNamedProject();
  const { accepted, duplicate, rejected, inferred, error, refused } = result;
  return (
    <section className={settings.made} aria-label={dryRun ? "Check" : "Result"}>
      <p role="status" className={classes.result}>
        {dryRun
          ? `The whole file holds ${plural(accepted, "event")}; ${count(rejected)} cannot be used.${inferred > 0 ? ` ${count(inferred)} without a time of its own.` : ""} Nothing was imported.`
          : `${plural(accepted, "event")} imported, ${count(duplicate)} here already, ${count(rejected)} rejected.`}
      </p>
      {error !== undefined && (
        <p role="alert" className={settings.problem}>
          {error} What stands before that {dryRun ? "can be used" : "was imported"}.
        </p>
      )}
      <Refusals refused={refused ?? []} total={rejected} />
      {!dryRun && accepted > 0 && (
        <p className={classes.result}>
          Figures follow in seconds: <TextLink to="/conversations" search={{ project, period: "90d" }}>conversations of the last 90 days</TextLink>.
        </p>
      )}
    </section>
  );
};
