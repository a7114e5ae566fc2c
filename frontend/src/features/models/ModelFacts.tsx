import type { ReactNode } from "react";
import type { ModelMap } from "@/api/gen/types.gen";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatBytes, formatCount, formatParameters, missing } from "@/lib/format";

export interface ModelFactsProps {
  map: ModelMap | undefined;
  loading: boolean;
}

/** What the chosen model is made of. Keeps its place while the answer is on its way. */
export function ModelFacts({ map, loading }: ModelFactsProps) {
  return (
    <section aria-label="About the model" aria-busy={loading}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 rounded-card border border-line bg-sunken px-4 py-3 sm:grid-cols-4">
        {facts.map(({ label, read }) => (
          <div key={label} className="min-w-0">
            <dt className="text-faint text-xs">{label}</dt>
            <dd className="mt-0.5 truncate tabular-nums">
              {loading ? <Skeleton className="my-0.5 h-4 w-16" /> : map ? read(map) : missing}
            </dd>
          </div>
        ))}
      </dl>
      {map?.note && <p className="mt-2 text-muted text-xs">{map.note}</p>}
    </section>
  );
}

const facts: readonly { label: string; read: (map: ModelMap) => ReactNode }[] = [
  { label: "Architecture", read: ({ model_type }) => model_type },
  { label: "Blocks", read: ({ num_layers }) => formatCount(num_layers) },
  { label: "Hidden size", read: ({ hidden_size }) => formatCount(hidden_size) },
  { label: "Parameters", read: ({ total_parameters }) => formatParameters(total_parameters) },
  { label: "Weights", read: weightsInWords },
  { label: "Size on disk", read: ({ weight_bytes }) => formatBytes(weight_bytes) },
  { label: "Context", read: contextInWords },
  { label: "Chat template", read: templateInWords },
];

function weightsInWords({ dtype, quantization_bits: bits }: ModelMap): string {
  return bits ? `${bits}-bit` : (dtype ?? missing);
}

function contextInWords({ context_length: tokens }: ModelMap): string {
  return tokens ? `${formatCount(tokens)} tokens` : missing;
}

function templateInWords({ has_chat_template: has }: ModelMap): string {
  if (has === null || has === undefined) return missing;
  return has ? "Yes" : "None";
}
