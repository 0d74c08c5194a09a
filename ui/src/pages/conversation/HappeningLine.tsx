import type { Conversion, EventRow } from "../../api/shapes";
import { duration, money } from "../../format/figure";
import { clock, exact } from "../../format/time";
import { spaced } from "../../format/words";
import { ratingText } from "../../format/rating";
import type { Happening } from "./timeline";
import classes from "./conversation.module.css";

interface Props {
  readonly happening: Happening;
  readonly zone: string;
}

/** A rating, a conversion, an action or a tool, in a line. */
export const HappeningLine = ({ happening, zone }: Props) => (
  <p className={classes.happening}>
    {happening.kind === "conversion" ? <Converted conversion={happening.conversion} /> : <Happened event={happening.event} />}{" "}
    <time dateTime={happening.at} title={exact(happening.at, zone)}>
      · {clock(happening.at, zone)}
    </time>
  </p>
);

const ATTRIBUTION: Readonly<Record<Conversion["attribution"], string>> = {
  direct: "named this conversation",
  session: "in the same session",
  window: "same user, soon after",
};

const Converted = ({ conversion: { name, value, currency, attribution } }: { readonly conversion: Conversion }) => (
  <>
    <b>Converted</b> · {name}
    {value !== undefined && ` · ${money(value, currency)}`} · {ATTRIBUTION[attribution]}
  </>
);

const Happened = ({ event }: { readonly event: EventRow }) => {
  if (event.kind === "satisfaction") return <Rated event={event} />;
  if (event.kind === "tool") return <UsedTool event={event} />;
  return <b>{capital(spaced(property(event, "action") ?? event.name))}</b>;
};

const Rated = ({ event }: { readonly event: EventRow }) => (
  <>
    <b>{event.rating === undefined ? "Commented" : `Rated ${ratingText(event)}`}</b>
    {event.text && ` · “${event.text}”`}
  </>
);

const UsedTool = ({ event }: { readonly event: EventRow }) => {
  const took = Number(property(event, "duration_ms"));
  const error = event.error ?? property(event, "error");
  return (
    <>
      Tool <b>{property(event, "tool") ?? event.name}</b>
      {took > 0 && ` · ${duration(took)}`}
      {error !== undefined && <span className={classes.error}> · failed: {error}</span>}
    </>
  );
};

function property(event: EventRow, name: string): string | undefined {
  const value = event.properties?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
