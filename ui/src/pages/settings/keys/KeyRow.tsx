import { revokeKey, rotateKey } from "../../../api/access";
import type { Key } from "../../../api/shapes";
import { exact, shortDay } from "../../../format/time";
import { ConfirmButton } from "../../../notice/ConfirmButton";
import { useProject } from "../../../scope/useScope";
import parts from "../../../page/parts.module.css";
import classes from "../settings.module.css";
import { EditKey } from "./EditKey";

/** How long a rotated key works on. */
const GRACE_SECONDS = 86_400;

interface Props {
  readonly project: string;
  readonly shown: Key;
  readonly ended: boolean;
  readonly owner: boolean;
  readonly onMade: (key: Key) => Promise<void>;
  readonly onChanged: () => Promise<void>;
}

/** One key and what an owner may do about it. */
export const KeyRow = ({ project, shown, ended, owner, onMade, onChanged }: Props) => {
  const { id, kind, name, hint, revoked_at: end } = shown;
  const called = name || `${hint}…`;
  return (
    <li className={ended ? classes.ended : undefined}>
      <div className={parts.about}>
        <b>{name || "Without a name"}</b> <span className={parts.soft}>{kind}</span>
        <div>
          <code>{shown.value ?? `${hint}…`}</code>
        </div>
        <KeyFacts shown={shown} ended={ended} />
      </div>
      {owner && !ended && (
        <div className={parts.acts}>
          <EditKey project={project} shown={shown} onChanged={onChanged} />
          {end === undefined && (
            <ConfirmButton label="Rotate" about={called} title={`Rotate ${called}?`} act={() => rotateKey(project, id, GRACE_SECONDS).then(onMade)}>
              A new key with the same limits is made. The old one works for 24 hours more: put the new one in its place by then.
            </ConfirmButton>
          )}
          <ConfirmButton label="Revoke" about={called} title={`Revoke ${called}?`} act={() => revokeKey(project, id).then(onChanged)}>
            It stops working within seconds, and for good. {kind === "read" ? "Programs that read with it" : "Pages and backends that send with it"} are refused from then on.
          </ConfirmButton>
        </div>
      )}
    </li>
  );
};

const KeyFacts = ({ shown: { kind, transcripts, origins, rate, created_at: made, revoked_at: end }, ended }: Pick<Props, "shown" | "ended">) => {
  const { zone } = useProject();
  const facts = [
    `made ${shortDay(made, zone)}`,
    kind === "read" && (transcripts ? "reads what users wrote" : "reads figures only"),
    origins && `pages of ${origins.join(", ")}`,
    rate !== undefined && `${rate} events a second`,
    end !== undefined && `${ended ? "ended" : "works until"} ${exact(end, zone)}`,
  ];
  return <div className={parts.soft}>{facts.filter(Boolean).join("; ")}</div>;
};
