import type { Proof } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";

/** The verdict in one sentence. */
export function proofSentence(proof: Proof): string {
  const { modules_asked: asked, ok, failures = [] } = proof;
  if (!ok) {
    return `The adapter is not what was asked for: ${formatCount(failures.length)} ${failures.length === 1 ? "check fails" : "checks fail"}.`;
  }
  return `All ${formatCount(asked)} adapters are in the file (${partsInWords(proof)}), each one moved, and the model answers differently.`;
}

/** "4 matrices in 16 blocks, self_attn only": the part is named where there is just one. */
function partsInWords({ matrices_found: matrices, blocks_found: blocks }: Proof): string {
  const counts = `${matrices.length} matrices in ${blocks.length} blocks`;
  const parts = new Set(matrices.map((matrix) => matrix.split(".")[0]));
  return parts.size === 1 ? `${counts}, ${[...parts][0]} only` : counts;
}
