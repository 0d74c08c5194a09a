import type { ReactNode } from "react";
import classes from "./notice.module.css";

/** What went wrong with what was just done, said where it was done. */
export const ErrorLine = ({ children }: { readonly children: ReactNode }) => (
  <p role="alert" className={classes.error}>
    {children}
  </p>
);
