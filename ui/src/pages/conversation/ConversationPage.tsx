import { Skeleton, Stack } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { conversationQuery, conversationsQuery } from "../../api/queries";
import { listQuery } from "../../scope/listQuery";
import { Failure } from "../../notice/Failure";
import { useTitle } from "../../page/useTitle";
import { useScope } from "../../scope/useScope";
import { ConversationHead } from "./ConversationHead";
import { Facts } from "./Facts";
import { Neighbours } from "./Neighbours";
import { Timeline } from "./Timeline";
import { TextLink } from "../../notice/TextLink";
import classes from "./conversation.module.css";

/** One conversation as a chat, between the list it came from and what is known about it. */
export const ConversationPage = () => {
  const { conversationId: id } = useParams({ from: "/signed-in/conversations/$conversationId" });
  const scope = useScope();
  const { search } = scope;
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(conversationQuery(scope.asked.project, id));
  const { data: list } = useQuery(conversationsQuery(listQuery(scope)));
  useTitle(data?.opening ?? "Conversation");
  const neighbours = list?.conversations ?? [];
  const going = useRef(id); // ahead of the page while keys come faster than pages
  useEffect(() => {
    going.current = id;
  }, [id]);
  const step = (by: 1 | -1): void => {
    const at = neighbours.findIndex((one) => one.conversation_id === going.current);
    const next = at < 0 ? neighbours[0] : neighbours[at + by];
    if (!next) return;
    going.current = next.conversation_id;
    void navigate({ to: "/conversations/$conversationId", params: { conversationId: next.conversation_id }, search });
  };
  useHotkeys([
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["Escape", () => void navigate({ to: "/conversations", search })],
  ]);
  return (
    <div className={classes.page}>
      <Neighbours conversations={neighbours} current={id} total={list?.total} />
      <article className={classes.middle}>
        <TextLink to="/conversations" search={search} className={classes.back}>
          ← All conversations of the list
        </TextLink>
        {error && <Failure error={error} retry={() => void refetch()} />}
        {!data && !error && <ChatSkeleton />}
        {data && (
          <>
            <ConversationHead conversation={data} zone={scope.zone} />
            <Timeline conversation={data} zone={scope.zone} />
          </>
        )}
      </article>
      {data && <Facts conversation={data} scope={scope} />}
    </div>
  );
};

const ChatSkeleton = () => (
  <Stack gap="lg" mt="md" role="status" aria-label="Loading the conversation">
    <Skeleton height={20} width="50%" />
    <Skeleton height={64} />
    <Skeleton height={64} />
    <Skeleton height={64} />
  </Stack>
);
