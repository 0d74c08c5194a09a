import { Tooltip } from "@mantine/core";
import type { Definition } from "../api/shapes";
import classes from "./estimate.module.css";

interface Props {
  readonly definition: Definition;
  readonly name: string;
}

/** A metric's name, which tells on hover or focus what it is and is not. */
export const DefinitionTip = ({ definition, name }: Props) => (
  <Tooltip
    label={
      <span className={classes.tip}>
        <b>{definition.question}</b>
        <span>{definition.formula}</span>
        {!definition.denominator.startsWith("none") && <span>Of: {definition.denominator}</span>}
        <span>Counts at {definition.dated_by}.</span>
        <span>{definition.caveat}</span>
      </span>
    }
  >
    <span className={classes.name} tabIndex={0}>
      {name}
    </span>
  </Tooltip>
);
