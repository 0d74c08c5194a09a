import type { ImportProgress } from "../../../api/shapes";
import { count, plural } from "../../../format/figure";
import { TextLink } from "../../../notice/TextLink";
import parts from "../../../page/parts.module.css";
import classes from "./import.module.css";
import { Refusals } from "./Refusals";
import { ErrorLine } from "../../../notice/ErrorLine";

interface Props {
  readonly result: ImportProgress;
  readonly dryRun: boolean;
}

/** What became of a file. */
export const ImportResult = ({ result, dryRun }: Props) => {
  const { accepted, duplicate, rejected, inferred, error, refused } = result;
  return (
    <section className={parts.made} aria-label={dryRun ? "Check" : "Result"}>
      <p role="status" className={classes.result}>
        {dryRun
          ? `The whole file holds ${plural(accepted, "event")}; ${count(rejected)} cannot be used.${inferred > 0 ? ` ${count(inferred)} without a time of its own.` : ""} Nothing was imported.`
          : `${plural(accepted, "event")} imported, ${count(duplicate)} here already, ${count(rejected)} rejected.`}
      </p>
      {error !== undefined && (
        <ErrorLine>{error} What stands before that {dryRun ? "can be used" : "was imported"}.</ErrorLine>
      )}
      <Refusals refused={refused ?? []} total={rejected} />
      {!dryRun && accepted > 0 && (
        <p className={classes.result}>
          Figures follow in seconds: <TextLink to="/conversations" search={{ period: "90d" }}>conversations of the last 90 days</TextLink>.
        </p>
      )}
    </section>
  );
};
