import { parseSearch, type Search } from "./search";

const CONVERSATIONS = "/api/v1/conversations?";

/**
 * The query of the page that lists a figure's conversations: that of the API's
 * link, untouched. Undefined where there is no link.
 */
export function conversationsBehind(link: string | undefined): Search | undefined {
  return link?.startsWith(CONVERSATIONS) ? parseSearch(link.slice(CONVERSATIONS.length)) : undefined;
}
