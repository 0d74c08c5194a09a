import type { Tile as TileShape } from "../../api/shapes";
import { DefinitionTip } from "../../estimate/DefinitionTip";
import { Estimate } from "../../estimate/Estimate";
import { count } from "../../format/figure";
import { measureOf } from "../../estimate/measure";
import { BesideNote } from "./BesideNote";
import classes from "./overview.module.css";

interface Props {
  readonly tile: TileShape;
  readonly compares: boolean;
}

/** One headline figure with those that put it into proportion. */
export const Tile = ({ tile, compares }: Props) => {
  const { definition, title, figures, beside } = tile;
  return (
    <div className={classes.tile}>
      <h2 className={classes.tileTitle}>
        <DefinitionTip definition={definition} name={title} />
      </h2>
      {figures.map((figure) => (
        <Estimate key={JSON.stringify(figure.by)} figure={figure} measure={measureOf(definition, figure)} name={title} as="tile" compares={compares}>
          {figure.low !== null && <span>n = {count(figure.n)}</span>}
          {beside.map((one) => (
            <BesideNote key={one.definition.id} beside={one} />
          ))}
        </Estimate>
      ))}
    </div>
  );
};
