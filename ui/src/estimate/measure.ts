import type { Definition, Figure } from "../api/shapes";
import type { Measure } from "../format/figure";

/** How a figure of a metric is written: money in the currency of its row. */
export const measureOf = ({ unit }: Definition, figure: Figure): Measure => ({ unit, currency: figure.by.currency });
