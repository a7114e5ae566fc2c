import { Card } from "@/components/ui/Card";
import { formatCount } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectDraft } from "@/store/slices/trainingSlice";
import { CoverageField } from "./CoverageField";
import { FullVersusAttention } from "./FullVersusAttention";
import { ConfigNumber } from "./fields";

/** The adapter: its width, its strength, its dropout, and the blocks it covers. */
export function LoraCard() {
  return (
    <Card
      title="Full-Layer LoRA Configuration"
      description="Adapters on every matrix of the covered blocks: attention and MLP learn together."
    >
      <div className="grid gap-x-5 sm:grid-cols-3">
        <ConfigNumber name="lora_rank" step={8} />
        <ConfigNumber name="lora_alpha" step={8} />
        <ConfigNumber name="lora_dropout" step={0.05} />
      </div>
      <CoverageField />
      <PeftLine />
      <FullVersusAttention />
    </Card>
  );
}

/** The same strength in the terms of another tool. */
function PeftLine() {
  const rank = useAppSelector((state) => selectDraft(state).lora_rank);
  const scale = useAppSelector((state) => selectDraft(state).lora_alpha);
  const known = typeof rank === "number" && typeof scale === "number";
  return (
    <p className="mb-4 rounded-control border border-line bg-sunken px-3 py-2 text-muted text-xs tabular-nums">
      PEFT equivalent: <span className="font-mono text-ink">lora_alpha</span> ={" "}
      {known ? (
        <>
          {scale} x {rank} ={" "}
          <strong className="font-semibold text-ink">{formatCount(scale * rank)}</strong>
        </>
      ) : (
        "scale x rank"
      )}
    </p>
  );
}
