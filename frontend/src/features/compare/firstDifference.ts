/**
 * Where a text leaves another: the first character that differs, never in the middle of one. While
 * a text still grows, being a beginning of the other is no difference yet. Pure.
 */
export function firstDifference(
  text: string,
  other: string,
  grows: { text: boolean; other: boolean } = { text: false, other: false },
): number | null {
  const shorter = Math.min(text.length, other.length);
  let at = 0;
  while (at < shorter && text[at] === other[at]) at += 1;
  if (at === shorter) {
    if (text.length === other.length) return null;
    const mayCatchUp = text.length < other.length ? grows.text : grows.other;
    return mayCatchUp ? null : at;
  }
  const splitsPair = at > 0 && isHighSurrogate(text.charCodeAt(at - 1));
  return splitsPair ? at - 1 : at;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
