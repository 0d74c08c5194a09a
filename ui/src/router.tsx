// The pages and what each needs before it shows.
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { queryClient } from "./api/cache";
import { Problem } from "./api/problem";
import { meQuery } from "./api/queries";
import { PageError } from "./page/PageError";
import { PageMissing } from "./page/PageMissing";
import { PagePending } from "./page/PagePending";
import { parseSearch, type Search, stringifySearch } from "./scope/search";
import { Shell } from "./shell/Shell";

const validateSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch,
  search: { middlewares: [retainSearchParams<Search>(["project"])] }, // every link stays in the project, named or not
  errorComponent: PageError,
  notFoundComponent: PageMissing,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./pages/signin/SignInPage"), "SignInPage"),
});

const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(() => import("./pages/signin/JoinPage"), "JoinPage"),
});

/** Everything but the sign-in is for people who are signed in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw redirect({ to: "/sign-in", search: { next: location.href } });
      throw error;
    }
  },
  component: Shell,
  pendingComponent: PagePending,
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/overview/OverviewPage"), "OverviewPage"),
});

const conversations = createRoute({
  getParentRoute: () => signedIn,
  path: "/conversations",
  component: lazyRouteComponent(() => import("./pages/conversations/ConversationsPage"), "ConversationsPage"),
});

const conversation = createRoute({
  getParentRoute: () => signedIn,
  path: "/conversations/$conversationId",
  component: lazyRouteComponent(() => import("./pages/conversation/ConversationPage"), "ConversationPage"),
});

const live = createRoute({
  getParentRoute: () => signedIn,
  path: "/live",
  component: lazyRouteComponent(() => import("./pages/live/LivePage"), "LivePage"),
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: "/live/inbox",
  component: lazyRouteComponent(() => import("./pages/inbox/InboxPage"), "InboxPage"),
});

const install = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/install",
  component: lazyRouteComponent(() => import("./pages/settings/InstallPage"), "InstallPage"),
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/project",
  component: lazyRouteComponent(() => import("./pages/settings/project/ProjectPage"), "ProjectPage"),
});

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/keys",
  component: lazyRouteComponent(() => import("./pages/settings/keys/KeysPage"), "KeysPage"),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/import",
  component: lazyRouteComponent(() => import("./pages/settings/import/ImportPage"), "ImportPage"),
});

const people = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/people",
  component: lazyRouteComponent(() => import("./pages/settings/people/PeoplePage"), "PeoplePage"),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/log",
  component: lazyRouteComponent(() => import("./pages/settings/AuditPage"), "AuditPage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("./pages/account/AccountPage"), "AccountPage"),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/settings/install", search, replace: true });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, join, signedIn.addChildren([overview, conversations, conversation, live, inbox, settings, install, project, keys, imports, people, audit, account])]),
  context: { queryClient },
  parseSearch: (text) => parseSearch(text),
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  defaultPendingComponent: PagePending,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
