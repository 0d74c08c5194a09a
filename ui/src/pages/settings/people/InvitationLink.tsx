import type { Invited } from "../../../api/shapes";
import { exact } from "../../../format/time";
import { useProject } from "../../../scope/useScope";
import { CodeBlock } from "../CodeBlock";
import parts from "../../../page/parts.module.css";

/** The one-time link of an invitation, to be handed on. */
export const InvitationLink = ({ invited: { person, link } }: { readonly invited: Invited }) => {
  const { zone } = useProject();
  return (
    <section className={parts.made} role="status" aria-label={`Invitation of ${person.email}`}>
      <div>
        <b>Send this link to {person.email}.</b> No mail was sent. It lets them choose a password, works once, until {exact(link.expires_at, zone)}, and is not shown again.
      </div>
      <CodeBlock label="Invitation link" code={window.location.origin + link.path} />
    </section>
  );
};
