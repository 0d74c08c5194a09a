import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "../api/queries";
import { Notice } from "./Notice";
import { useScope, useSetSearch } from "../scope/useScope";
import { TextLink } from "./TextLink";

/** Why a page has nothing to show, and what to do about it. */
export const NoConversations = () => {
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
