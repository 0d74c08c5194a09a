import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { conversationsQuery, meQuery } from "../../api/queries";
import { FilterBar } from "../../filters/FilterBar";
import { plural } from "../../format/figure";
import { Loaded } from "../../page/Loaded";
import { Page } from "../../page/Page";
import { NoConversations } from "../../notice/NoConversations";
import { useScope, useSetSearch } from "../../scope/useScope";
import { BehindChip } from "./BehindChip";
import { ConversationTable } from "./ConversationTable";
import { ExportMenu } from "./ExportMenu";
import { byMeaning, listQuery } from "../../scope/listQuery";
import { NoExport } from "./NoExport";
import { Pager } from "./Pager";
import { SearchBox } from "./SearchBox";
import { SortSelect } from "./SortSelect";
import { TableSkeleton } from "./TableSkeleton";
import { useStale } from "../../scope/useStale";
import classes from "./conversations.module.css";

/** The conversations of a period, or those behind one figure. */
export const ConversationsPage = () => {
  const scope = useScope();
  const setSearch = useSetSearch();
  const { search } = scope;
  const { transcripts } = useSuspenseQuery(meQuery).data;
  const asked = listQuery(scope);
  const query = useQuery(conversationsQuery(asked));
  const stale = useStale(asked, query.isPlaceholderData);
  const total = query.data?.total;
  const meant = byMeaning(search);
  return (
    <Page title="Conversations" heading="spoken">
      <FilterBar />
      <div className={classes.tools}>
        {transcripts && (
          <SearchBox
            text={search.q ?? ""}
            meaning={meant}
            onSearch={(q) => setSearch({ q, ...(q === undefined ? { mode: undefined } : {}), sort: undefined })}
            onMeaning={(on) => setSearch({ mode: on ? "both" : undefined })}
          />
        )}
        {!meant && <SortSelect value={search.sort} sought={search.q !== undefined} onChange={(sort) => setSearch({ sort })} />}
        <BehindChip search={search} onDismiss={() => setSearch({ behind: undefined, by: undefined, group: undefined, only: undefined, include: undefined })} />
        <span className={classes.total} role="status">
          {total !== undefined && (meant ? `The ${plural(total, "conversation")} closest` : plural(total, "conversation"))}
        </span>
        {transcripts && total !== 0 && (search.behind === undefined && search.only === undefined && !meant ? <ExportMenu scope={scope} /> : <NoExport />)}
      </div>
      <Loaded query={query} pending={<TableSkeleton />}>
        {({ conversations, next }) =>
          conversations.length === 0 ? (
            <NoConversations sought={search.q !== undefined && !meant} />
          ) : (
            <>
              <ConversationTable opens={transcripts} conversations={conversations} scope={scope} stale={stale} />
              <Pager next={next} onFirst={search.cursor === undefined ? undefined : () => setSearch({ cursor: undefined })} onNext={(cursor) => setSearch({ cursor })} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
};
