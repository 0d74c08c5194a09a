import type { Tile as TileShape } from "../../api/shapes";
import { Tile } from "./Tile";
import classes from "./overview.module.css";

interface Props {
  readonly tiles: readonly TileShape[];
  readonly compares: boolean;
}

/** The headline figures, side by side. */
export const Tiles = ({ tiles, compares }: Props) => (
  <section className={classes.tiles} aria-label="Headline figures">
    {tiles.map((tile) => (
      <Tile key={tile.definition.id} tile={tile} compares={compares} />
    ))}
  </section>
);
