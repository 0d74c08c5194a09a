import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { conversationsQuery, meQuery } from "../../api/queries";
import { FilterBar } from "../../filters/FilterBar";
import { plural } from "../../format/figure";
import { Failure } from "../../notice/Failure";
import { useTitle } from "../../page/useTitle";
import { NoConversations } from "../../notice/NoConversations";
import { useScope, useSetSearch } from "../../scope/useScope";
import { BehindChip } from "./BehindChip";
import { ConversationTable } from "./ConversationTable";
import { ExportMenu } from "./ExportMenu";
import { listQuery } from "../../scope/listQuery";
import { NoExport } from "./NoExport";
import { Pager } from "./Pager";
import { SearchBox } from "./SearchBox";
import { SortSelect } from "./SortSelect";
import { TableSkeleton } from "./TableSkeleton";
import { useStale } from "../../scope/useStale";
import classes from "./conversations.module.css";

/** The conversations of a period, or those behind one figure. */
export const ConversationsPage = () => {
  useTitle("Conversations");
  const scope = useScope();
  const setSearch = useSetSearch();
  const { search } = scope;
  const { transcripts } = useSuspenseQuery(meQuery).data;
  const asked = listQuery(scope);
  const { data, error, refetch, isPlaceholderData } = useQuery(conversationsQuery(asked));
  const stale = useStale(asked, isPlaceholderData);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Conversations</h1>
      <FilterBar />
      <div className={classes.tools}>
        {transcripts && <SearchBox text={search.q ?? ""} onSearch={(q) => setSearch({ q })} />}
        <SortSelect value={search.sort} onChange={(sort) => setSearch({ sort })} />
        <BehindChip search={search} onDismiss={() => setSearch({ behind: undefined, by: undefined, group: undefined, only: undefined, include: undefined })} />
        <span className={classes.total} role="status">
          {data && plural(data.total, "conversation")}
        </span>
        {transcripts && (search.behind === undefined && search.only === undefined ? <ExportMenu scope={scope} /> : <NoExport />)}
      </div>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <TableSkeleton />}
      {data && data.conversations.length === 0 && <NoConversations />}
      {data && data.conversations.length > 0 && (
        <>
          <ConversationTable opens={transcripts} conversations={data.conversations} scope={scope} stale={stale} />
          <Pager next={data.next} onFirst={search.cursor === undefined ? undefined : () => setSearch({ cursor: undefined })} onNext={(cursor) => setSearch({ cursor })} />
        </>
      )}
    </div>
  );
};
