import { enhancedFields } from "@/api/enhancedFields";
import { Card } from "@/components/ui/Card";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { formatCount, formatParameters, formatPlain, missing } from "@/lib/format";
import { usePreview } from "./usePreview";

/** What every method of this page trains; none of it can be changed here. */
export function LoraSection() {
  const { preview } = usePreview();
  const { plan, lora_parameters: lora } = preview ?? {};
  const number = (name: string) => {
    const value = lora?.[name];
    return typeof value === "number" ? formatPlain(value) : missing;
  };
  return (
    <Card title="LoRA, fixed" description={enhancedFields.fine_tune_type.help}>
      <div className="grid gap-x-10 gap-y-1.5 sm:grid-cols-2">
        <KeyValueList
          items={[
            { key: "Rank", value: number("rank") },
            { key: "Scale", value: number("scale") },
            { key: "Dropout", value: number("dropout") },
          ]}
        />
        <KeyValueList
          items={[
            {
              key: "Blocks",
              value: plan ? blocksInWords(plan.blocks, plan.model_blocks) : missing,
            },
            { key: "Adapters", value: formatCount(plan?.modules.length) },
            {
              key: "Trainable",
              value: formatParameters(plan?.trainable_parameters, plan?.total_parameters),
            },
          ]}
        />
      </div>
      <p className="mt-3 flex flex-wrap gap-1.5">
        {plan?.keys.map((key) => (
          <code
            key={key}
            className="rounded-control border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs"
          >
            {key}
          </code>
        ))}
        {!plan && (
          <span className="text-faint text-xs">
            Matrices and blocks appear once model, data and all fields are right.
          </span>
        )}
      </p>
    </Card>
  );
}

/** "16 of 24, 8 to 23". */
function blocksInWords(blocks: readonly number[], of: number): string {
  const count = `${formatCount(blocks.length)} of ${formatCount(of)}`;
  return blocks.length > 1 ? `${count}, ${blocks[0]} to ${blocks.at(-1)}` : count;
}
