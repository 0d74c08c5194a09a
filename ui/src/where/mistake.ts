interface Mistake {
  readonly before: string;
  /** What is at fault; a space at the end of the text, so that it can be seen. */
  readonly token: string;
  readonly after: string;
}

/** A text cut at the mistake that begins at that byte. */
export function mistakeIn(text: string, position: number): Mistake {
  const bytes = new TextEncoder().encode(text);
  const before = new TextDecoder().decode(bytes.slice(0, position));
  const rest = text.slice(before.length);
  const token = /^("(?:[^"\\]|\\.)*"?|[^\s()",]+|\S)/.exec(rest)?.[0] ?? "";
  return { before, token: token === "" ? " " : token, after: rest.slice(token.length) };
}
