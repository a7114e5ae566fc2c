import { Sparkles } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { useAppSelector } from "@/store/hooks";
import { recommendationApplied, selectDraft } from "@/store/slices/trainingSlice";
import { AdvancedSection } from "./AdvancedSection";
import { ConfigNumber, ConfigText } from "./fields";
import { LengthFields } from "./LengthFields";
import { useRecommendations } from "./useRecommendations";
import { useUndoable } from "./useUndoable";

/** How long, how fast, how often. */
export function TrainingParametersCard() {
  return (
    <Card title="Training Parameters" actions={<UseRecommended />}>
      <div className="grid gap-x-5 sm:grid-cols-2">
        <ConfigText name="adapter_name" mono />
        <ConfigNumber name="learning_rate" scale="log" />
        <ConfigNumber name="batch_size" />
        <ConfigNumber name="max_seq_length" step={64} />
        <LengthFields />
      </div>
      <div className="grid gap-x-5 sm:grid-cols-3">
        <ConfigNumber name="steps_per_report" />
        <ConfigNumber name="steps_per_eval" step={5} />
        <ConfigNumber name="save_every" step={10} />
      </div>
      <AdvancedSection />
    </Card>
  );
}

/** Takes over what suits this model and data; says so when it is all in use already. */
function UseRecommended() {
  const advice = useRecommendations();
  const undoable = useUndoable();
  const values = Object.fromEntries(advice.map(({ field, value }) => [field, value]));
  const inUse = useAppSelector((state) => {
    const draft: Record<string, unknown> = { ...selectDraft(state) };
    return Object.entries(values).every(([field, value]) => draft[field] === value);
  });
  if (advice.length === 0) return null;
  if (inUse) return <span className="text-faint text-xs">Recommended values in use</span>;
  return (
    <Button
      size="sm"
      icon={Sparkles}
      onClick={() => undoable(recommendationApplied(values), "Recommended values are in")}
    >
      Use recommended values
    </Button>
  );
}
