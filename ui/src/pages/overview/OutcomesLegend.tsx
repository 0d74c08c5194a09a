import type { OutcomeDay } from "../../api/shapes";
import { OUTCOMES } from "../../outcome/outcomes";
import classes from "./overview.module.css";

/** What the colours mean, with each outcome's share of the whole period. */
export const OutcomesLegend = ({ days }: { readonly days: readonly OutcomeDay[] }) => {
  const total = days.reduce((sum, day) => sum + day.total, 0);
  const share = (outcome: string): string => {
    const of = days.reduce((sum, day) => sum + (day.outcomes.find((one) => one.outcome === outcome)?.count ?? 0), 0);
    return total === 0 ? "" : `${Math.round((of / total) * 100)} %`;
  };
  return (
    <ul className={classes.legend}>
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <i style={{ background: `var(--${outcome})` }} aria-hidden />
          {outcome} <span>{share(outcome)}</span>
        </li>
      ))}
    </ul>
  );
};
