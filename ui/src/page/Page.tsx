import type { ReactNode } from "react";
import classes from "./page.module.css";
import { useTitle } from "./useTitle";

interface Props {
  /** Names the page in its heading and in the browser's tab. */
  readonly title: string;
  /** A page that begins with the filter bar has its heading for those who hear it. */
  readonly heading?: "shown" | "spoken";
  /** How wide it may grow: for figures, or for texts and forms. */
  readonly width?: "figures" | "texts";
  /** What the page is for, in a sentence. */
  readonly lead?: ReactNode;
  /** Stands above the heading. */
  readonly above?: ReactNode;
  /** Stands at the right of the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** What every page has: its name, its width, its margins. */
export const Page = ({ title, heading = "shown", width = "figures", lead, above, aside, children }: Props) => {
  useTitle(title);
  return (
    <div className={classes.page} data-width={width}>
      {above}
      <header className={heading === "spoken" ? classes.spoken : classes.head}>
        <h1>{title}</h1>
        {aside}
      </header>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </div>
  );
};
