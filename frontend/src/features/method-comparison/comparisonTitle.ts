import type { RunKind } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";

/** "Full-layer SFT, Attention-only SFT and GSPO". */
export function comparisonTitle({ methods }: { methods: readonly RunKind[] }): string {
  const names = methods.map((kind) => runKinds[kind].label);
  if (names.length < 3) return names.join(" against ");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
