/**
 * A random UUID. crypto.randomUUID would be missing on pages without https.
 */
export function uuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(36));
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c, i: number) =>
    (+c ^ (random[i]! & (15 >> (+c / 4)))).toString(16),
  );
}
