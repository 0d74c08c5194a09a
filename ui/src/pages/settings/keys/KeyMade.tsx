import type { Key } from "../../../api/shapes";
import { CodeBlock } from "../CodeBlock";
import parts from "../../../page/parts.module.css";

/** A key that was just made. A secret is shown here and never again. */
export const KeyMade = ({ made: { kind, name, value } }: { readonly made: Key }) => (
  <section className={parts.made} role="status" aria-label="New key">
    <div>
      <b>
        The {kind} key {name}
      </b>{" "}
      {kind === "write" ? "works now. It is public and stays readable in the list." : "works now. Copy it: it is not shown again."}
    </div>
    <CodeBlock label="Key" code={value ?? ""} />
  </section>
);
