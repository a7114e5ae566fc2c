import type { RunKind } from "@/api/gen/types.gen";

/** What each kind of run is called beside its name, and whether it learns from rewards. */
export const runKinds: Record<RunKind, { label: string; rewarded: boolean }> = {
  sft: { label: "Full-layer SFT", rewarded: false },
  sft_attention: { label: "Attention-only SFT", rewarded: false },
  gspo: { label: "GSPO", rewarded: true },
  dr_grpo: { label: "Dr. GRPO", rewarded: true },
  grpo: { label: "GRPO", rewarded: true },
};
