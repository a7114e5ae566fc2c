import { CircleAlert, ShieldCheck } from "lucide-react";
import type { Proof } from "@/api/gen/types.gen";
import { proofSentence } from "./proofSentence";

/** The verdict of the proof in one line. */
export function ProofVerdict({ proof }: { proof: Proof }) {
  return (
    <p className="flex gap-2 text-xs">
      {proof.ok ? (
        <ShieldCheck aria-hidden className="size-4 shrink-0 text-success" />
      ) : (
        <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      )}
      <span>
        <span className={proof.ok ? "font-medium text-success" : "font-medium text-danger"}>
          {proof.ok ? "Proven. " : "Not proven. "}
        </span>
        {proofSentence(proof)}
      </span>
    </p>
  );
}
