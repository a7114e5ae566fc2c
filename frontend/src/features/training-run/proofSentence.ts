import type { Proof } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";

/** The verdict in one sentence. */
export function proofSentence(proof: Proof): string {
  const { modules_asked: asked, ok, failures = [] } = proof;
  if (!ok) {
    return `The adapter is not what was asked for: ${formatCount(failures.length)} ${failures.length === 1 ? "check fails" : "checks fail"}.`;
  }
  return `All ${formatCount(asked)} adapters are in the file (${proof.matrices_found.length} matrices in ${proof.blocks_found.length} blocks), each one moved, and the model answers differently.`;
}
