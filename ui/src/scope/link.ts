import { parseSearch, type Search } from "./search";

const CONVERSATIONS = "/api/v1/conversations?";

/**
 * The query of the page that lists a figure's conversations: that of the API's
 * link, untouched, with the project where the address names one. Undefined where
 * there is no link.
 */
export function conversationsBehind(link: string | undefined, project?: string): Search | undefined {
  if (!link?.startsWith(CONVERSATIONS)) return undefined;
  const query = parseSearch(link.slice(CONVERSATIONS.length));
  return project === undefined ? query : { project, ...query };
}
