import { Notice } from "../notice/Notice";
import { TextLink } from "../notice/TextLink";
import { useTitle } from "./useTitle";

/** An address that no page has. */
export const PageMissing = () => {
  useTitle("No such page");
  return (
    <main>
      <Notice title={<h1>There is no page at this address</h1>}>
        <TextLink to="/">Go to the Overview</TextLink>
      </Notice>
    </main>
  );
};
