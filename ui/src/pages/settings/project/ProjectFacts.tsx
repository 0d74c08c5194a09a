import type { Settings } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { keptFor } from "./changes";
import { KEPT } from "./fields";
import classes from "../settings.module.css";

/** A project's settings for those who may not change them. */
export const ProjectFacts = ({ settings }: { readonly settings: Settings }) => {
  const facts: readonly (readonly [string, string])[] = [
    ["Name", settings.name],
    ["Time zone", settings.zone],
    ["Internal users", settings.internal_users.join(", ")],
    ["Internal e-mail domains", settings.internal_domains.join(", ")],
    ["Bots", settings.bots.join(", ")],
    ...KEPT.map(({ field, label }) => [`${label} kept`, keptFor(settings[field])] as const),
    ["Goals", settings.goals.join(", ")],
    ["Scale of ratings", settings.rating_scale],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || <span className={parts.soft}>none</span>}</dd>
        </div>
      ))}
    </dl>
  );
};
