import type { Tile as TileShape } from "../api/shapes";
import { DefinitionTip } from "../estimate/DefinitionTip";
import { Estimate } from "../estimate/Estimate";
import { count } from "../format/figure";
import { measureOf } from "../estimate/measure";
import { BesideNote } from "./BesideNote";
import classes from "./overview.module.css";

interface Props {
  readonly tile: TileShape;
  readonly compares: boolean;
}

/** One headline figure with those that put it into proportion. */
export const Tile = ({ tile, compares }: Props) => {
  const { definition, title, figures, beside } = tile;
  const [first] = figures;
  const countsNothing = definition.unit !== "share" && definition.unit !== "ratio";
  return (
    <div className={classes.tile}>
      <h2 className={classes.tileTitle}>
        <DefinitionTip definition={definition} name={title} />
      </h2>
      {figures.map((figure) => (
        <Estimate key={JSON.stringify(figure.by)} figure={figure} measure={measureOf(definition, figure)} name={title} as="tile" compares={compares} />
      ))}
      <p className={classes.beside}>
        {!countsNothing && first && first.state !== "no_data" && first.state !== "not_enough_data" && <span>n = {count(first.n)}</span>}
        {beside.map((one) => (
          <BesideNote key={one.definition.id} beside={one} />
        ))}
      </p>
    </div>
  );
};
