import type { ReactNode } from "react";
import classes from "./page.module.css";

interface Props {
  readonly title: string;
  readonly hint?: ReactNode;
  /** Stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A framed part of a page. */
export const Panel = ({ title, hint, aside, children }: Props) => (
  <section className={classes.panel} aria-label={title}>
    <header className={classes.panelHead}>
      <h2>{title}</h2>
      {aside}
    </header>
    {hint !== undefined && <p className={classes.hint}>{hint}</p>}
    {children}
  </section>
);
