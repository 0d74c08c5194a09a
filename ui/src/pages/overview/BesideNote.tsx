import type { Beside } from "../../api/shapes";
import { Estimate } from "../../estimate/Estimate";
import { measureOf } from "../../estimate/measure";
import { metricName } from "../../format/words";

/** How each figure reads in a line of text: what stands before and after it. */
const PHRASES: Readonly<Record<string, readonly [string, string]>> = {
  adoption_rate: ["", " of users seen"],
  turns_per_conversation: ["", " turns each"],
  confirmed_rate: ["", " confirmed"],
  response_rate: ["", " rated"],
  conversions: ["", " conversions"],
  conversion_value: ["worth ", ""],
};

/** A figure below a headline, as part of a sentence; nothing where it has no value. */
export const BesideNote = ({ beside: { definition, figures } }: { readonly beside: Beside }) => {
  const [before, after] = PHRASES[definition.id] ?? [`${metricName(definition.id)} `, ""];
  return figures
    .filter(({ value }) => value !== null && !(value === 0 && definition.unit === "money")) // nothing was worth nothing
    .map((figure) => (
      <span key={JSON.stringify(figure.by)}>
        {before}
        <Estimate figure={figure} measure={measureOf(definition, figure)} name={metricName(definition.id)} as="note" />
        {after}
      </span>
    ));
};
