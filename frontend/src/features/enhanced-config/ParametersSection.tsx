import { Card } from "@/components/ui/Card";
import { AdvancedFields } from "./AdvancedFields";
import { EnhancedNumber, EnhancedText } from "./fields";
import { LengthFields } from "./LengthFields";

/** How long, how fast, how often: the same for all methods. */
export function ParametersSection() {
  return (
    <Card title="Training Parameters">
      <div className="grid gap-x-5 sm:grid-cols-2">
        <EnhancedText name="adapter_name" mono />
        <EnhancedNumber name="learning_rate" scale="log" />
        <EnhancedNumber name="batch_size" />
        <EnhancedNumber name="max_seq_length" step={64} />
        <LengthFields />
      </div>
      <div className="grid gap-x-5 sm:grid-cols-3">
        <EnhancedNumber name="steps_per_report" />
        <EnhancedNumber name="steps_per_eval" step={5} />
        <EnhancedNumber name="save_every" step={10} />
      </div>
      <AdvancedFields />
    </Card>
  );
}
