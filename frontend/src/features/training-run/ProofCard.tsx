import { CircleAlert, ShieldCheck } from "lucide-react";
import type { Proof } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { Card } from "@/components/ui/Card";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { classes } from "@/lib/classes";
import { formatBytes, formatCount, formatLoss, formatParameters } from "@/lib/format";
import { NormHeatMap } from "./NormHeatMap";
import { proofSentence } from "./proofSentence";

/** What was asked for against what the saved adapter holds: the evidence of a run. */
export function ProofCard({ proof }: { proof: Proof }) {
  return (
    <Card
      title="Proof"
      description="Measured on the saved adapter file, read back from disk after training."
      className={proof.ok ? "border-success-line" : "border-danger-line"}
      actions={
        <Badge tone={proof.ok ? "success" : "danger"}>{proof.ok ? "Proven" : "Not proven"}</Badge>
      }
    >
      <Verdict proof={proof} />
      <div className="mt-5 grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
        <KeyValueList items={factsOf(proof)} />
        <div className="min-w-0">
          <NormHeatMap proof={proof} />
          <Names title="Never moved from zero" names={proof.zero_lora_b ?? []} />
          <Names title="Hold NaN or infinity" names={proof.non_finite ?? []} />
          <div className="mt-4 text-xs">
            <p className="text-muted">Probe prompt</p>
            <p className="mt-1 rounded-control border border-line bg-sunken px-3 py-2 font-mono [overflow-wrap:anywhere]">
              {proof.probe_prompt}
            </p>
          </div>
        </div>
      </div>
    </Card>
  );
}

function Verdict({ proof }: { proof: Proof }) {
  const Icon = proof.ok ? ShieldCheck : CircleAlert;
  return (
    <div
      className={classes(
        "flex gap-3 rounded-card px-4 py-3",
        proof.ok ? "bg-success-soft" : "bg-danger-soft",
      )}
    >
      <Icon
        aria-hidden
        className={classes("mt-0.5 size-4 shrink-0", proof.ok ? "text-success" : "text-danger")}
      />
      <div className="min-w-0">
        <p className="font-medium">{proofSentence(proof)}</p>
        {proof.failures && proof.failures.length > 0 && (
          <ul className="mt-1 list-disc space-y-0.5 pl-4">
            {proof.failures.map((failure) => (
              <li key={failure} className="[overflow-wrap:anywhere]">
                {failure}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function factsOf(proof: Proof) {
  const found = (have: number, asked: number) => `${formatCount(have)} of ${formatCount(asked)}`;
  return [
    { key: "Blocks", value: found(proof.blocks_found.length, proof.blocks_asked.length) },
    { key: "Matrices", value: found(proof.matrices_found.length, proof.matrices_asked.length) },
    { key: "Adapted modules", value: found(proof.modules_found, proof.modules_asked) },
    { key: "Tensors", value: formatCount(proof.tensors) },
    { key: "Trained parameters", value: formatParameters(proof.trainable_parameters) },
    { key: "lora_b at zero", value: formatCount(proof.zero_lora_b?.length ?? 0) },
    { key: "NaN or infinite", value: formatCount(proof.non_finite?.length ?? 0) },
    { key: "Largest logit change", value: formatLoss(proof.logits_max_difference) },
    { key: "KL divergence", value: `${formatLoss(proof.logits_kl)} nats` },
    {
      key: "Adapter file",
      value: (
        <span className="font-mono text-xs" title={proof.adapter_file}>
          {proof.adapter_file.split(/[\\/]/).slice(-2).join("/")}
        </span>
      ),
    },
    { key: "Size", value: formatBytes(proof.adapter_bytes) },
    {
      key: "SHA-256",
      value: <span className="font-mono text-xs">{proof.adapter_sha256}</span>,
    },
  ];
}

const mostNames = 12;

function Names({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.length - mostNames;
  return (
    <div className="mt-4 text-xs">
      <p className="text-danger">{`${title} (${formatCount(names.length)})`}</p>
      <p className="mt-1 font-mono text-muted [overflow-wrap:anywhere]">
        {names.slice(0, mostNames).join(", ")}
        {more > 0 && ` and ${formatCount(more)} more`}
      </p>
    </div>
  );
}
