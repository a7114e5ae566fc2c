/** How far a comparison is. Pure. */
import type { ComparisonReport, MemberReport, RunState } from "@/api/gen/types.gen";

const ends: readonly RunState[] = ["completed", "stopped", "failed", "lost"];

/** Whether nothing more is trained: it has ended, was never made, or is gone. */
export function hasEnded({ state }: MemberReport): boolean {
  return !state || ends.includes(state);
}

export function membersOf({ reports }: Pick<ComparisonReport, "reports">): MemberReport[] {
  return reports.flatMap(({ runs }) => runs);
}

export function measuredOf(report: Pick<ComparisonReport, "reports">): number {
  return membersOf(report).filter(({ test_loss }) => typeof test_loss === "number").length;
}

/** "2 of 6 runs measured". */
export function measuredText(report: Pick<ComparisonReport, "reports">): string {
  const all = membersOf(report).length;
  return `${measuredOf(report)} of ${all} ${all === 1 ? "run" : "runs"} measured`;
}
