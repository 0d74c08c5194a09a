import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

const TRIES = 2;

/** Answers are kept while their page is open; what the server refuses is not asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < TRIES && !(error instanceof Problem && error.status < 500),
    },
  },
});
