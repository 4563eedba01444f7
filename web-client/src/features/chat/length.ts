// How long a message may be, and how that is counted: by code points, as the server does.
export const longest = 8_000;

/** Code points, not UTF-16 units. */
export function length_of(text: string): number {
  // A pair of surrogates is one code point in two units.
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
