import { Notice } from "./Notice";
import { TextLink } from "./TextLink";

/** An address that no page has. */
export const PageMissing = () => (
  <Notice title="There is no page at this address">
    <TextLink to="/">
      Go to the Overview
    </TextLink>
  </Notice>
);
