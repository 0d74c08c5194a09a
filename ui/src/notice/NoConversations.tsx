import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "../api/queries";
import { Notice } from "./Notice";
import { useScope, useSetSearch } from "../scope/useScope";
import { TextLink } from "./TextLink";

interface Props {
  /** Whether words were searched for, and words alone. */
  readonly sought?: boolean;
}

/** Why a page has nothing to show, and what to do about it. */
export const NoConversations = ({ sought = false }: Props) => {
  const { where } = useScope();
  const setSearch = useSetSearch();
  const { data: status } = useQuery(statusQuery);
  if (status?.stored === 0) {
    return (
      <Notice framed title="No event has arrived yet">
        Paste the snippet into the page your copilot is on, and conversations appear here within seconds. <TextLink to="/settings/install">Show the snippet and wait for the first event</TextLink>
      </Notice>
    );
  }
  if (sought) {
    return (
      <Notice framed title="No conversation of this period holds all these words">
        <Anchor component="button" size="sm" onClick={() => setSearch({ mode: "both" })}>
          Find what means the same
        </Anchor>
        , leave a word out, or{" "}
        <Anchor component="button" size="sm" onClick={() => setSearch({ q: undefined })}>
          drop the search
        </Anchor>
        .
      </Notice>
    );
  }
  return (
    <Notice framed title={where === "" ? "No conversation began in this period" : "No conversation of this period matches the filter"}>
      {where !== "" && (
        <>
          <Anchor component="button" size="sm" onClick={() => setSearch({ where: undefined })}>
            Drop the filter
          </Anchor>{" "}
          or{" "}
        </>
      )}
      <Anchor component="button" size="sm" onClick={() => setSearch({ period: "90d", from: undefined, to: undefined })}>
        {where === "" ? "Look at the last 90 days" : "look at the last 90 days"}
      </Anchor>
      .
    </Notice>
  );
};
