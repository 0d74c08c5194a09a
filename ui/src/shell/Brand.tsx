import icon from "../theme/icon.svg";
import classes from "./shell.module.css";

/** The product's name. */
export const Brand = () => (
  <span className={classes.brand}>
    <img src={icon} alt="" width={18} height={18} />
    Debrief
  </span>
);
