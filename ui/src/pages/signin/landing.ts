/** Where a person goes after signing in: only to a page of this dashboard. */
export function landing(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
