import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./settings.module.css";

interface Props {
  readonly label: string;
  readonly code: string;
}

/** Code with a button that copies it. */
export const CodeBlock = ({ label, code }: Props) => (
  <div className={classes.code}>
    <pre tabIndex={0} aria-label={label}>
      {code}
    </pre>
    <CopyButton value={code} timeout={2_000}>
      {({ copied, copy }) => (
        <Button variant="default" className={classes.copy} onClick={copy} leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />} aria-live="polite">
          {copied ? "Copied" : `Copy`}
        </Button>
      )}
    </CopyButton>
  </div>
);
