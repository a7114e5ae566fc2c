/** Tokens in letters that can be seen. Pure. */

/** What a token says, with blanks made visible. */
export function tokenInWords(text: string): string {
  if (text === "") return "(empty)";
  return text
    .replaceAll(" ", "␣")
    .replaceAll("\n", "↵")
    .replaceAll("\t", "⇥")
    .replaceAll("\r", "␍");
}

/** "0d0a" as "0d 0a". */
export function bytesInWords(hex: string): string {
  return hex.match(/../g)?.join(" ") ?? "none";
}

/** In running text blanks stay; a line break is shown and made. */
export function tokenInText(text: string): string {
  return text.replaceAll("\r", "␍").replaceAll("\n", "↵\n").replaceAll("\t", "⇥\t");
}
