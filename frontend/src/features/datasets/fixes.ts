/** Which mends a finding offers, and the words on their buttons. */
import type { FindingKind, FixKind, TokenReport } from "@/api/gen/types.gen";

export const fixWords: Record<FixKind, { button: string; title: string; apply: string }> = {
  drop: { button: "Drop rows", title: "Drop these rows", apply: "Write without them" },
  shorten: { button: "Shorten rows", title: "Shorten these rows", apply: "Write shortened rows" },
  split: { button: "Split rows", title: "Split these rows", apply: "Write split rows" },
  raise_limit: { button: "Raise limit", title: "Raise the limit", apply: "Raise limit" },
};

const every = Object.keys(fixWords) as FixKind[];

/** Rows that stand twice, or on both sides, are parted anew with each kept on one side. */
export function isMendedBySplit(kind: FindingKind): boolean {
  return kind === "exact_duplicate" || kind.startsWith("valid_");
}

/** Rows without anything to train go with a drop; where they are cut, the other mends stand beside it. */
export function fixesFor(kind: FindingKind, report: TokenReport): readonly FixKind[] {
  if (kind === "truncated") return every;
  const alone = !report.findings.some((finding) => finding.kind === "truncated");
  return kind === "nothing_trained" && alone ? ["drop"] : [];
}
