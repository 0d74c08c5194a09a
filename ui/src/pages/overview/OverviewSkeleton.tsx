import { Skeleton } from "@mantine/core";
import classes from "./overview.module.css";

const TILES = ["users", "conversations", "success", "satisfied", "converted"];

/** The page's shape while its figures are computed. */
export const OverviewSkeleton = () => (
  <div className={classes.content} role="status" aria-label="Loading figures">
    <div className={classes.tiles}>
      {TILES.map((tile) => (
        <div key={tile} className={classes.tile}>
          <Skeleton height={12} width="45%" mb={10} />
          <Skeleton height={26} width="60%" mb={14} />
          <Skeleton height={12} width="80%" />
        </div>
      ))}
    </div>
    <div className={classes.two}>
      <Skeleton height={300} radius={10} />
      <Skeleton height={300} radius={10} />
    </div>
  </div>
);
