/** An error of the API: RFC 9457 application/problem+json. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    /** What happened and what to do, for people. */
    readonly detail: string,
    readonly code?: string,
    /** The field at fault, if it is one. */
    readonly field?: string,
    /** Where in that field the mistake begins, in bytes. */
    readonly position?: number,
  ) {
    super(detail);
  }
}

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null;
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Reads the problem in an answer that is not a success. */
export function problemOf(status: number, body: unknown): Problem {
  const from: Body = isBody(body) ? body : {};
  const position = typeof from.position === "number" ? from.position : undefined;
  const detail = text(from.detail) ?? text(from.title) ?? `The server answered ${status}.`;
  return new Problem(status, detail, text(from.code), text(from.field), position);
}

/** What went wrong, in words for the person who looks at it. */
export function describe(error: unknown): string {
  if (error instanceof Problem) return error.detail;
  return "The server did not answer. Check that Debrief is running and that this device is online.";
}
