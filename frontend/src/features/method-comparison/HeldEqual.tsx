import { KeyValueList } from "@/components/ui/KeyValueList";
import { formatPlain } from "@/lib/format";
import type { Origin } from "./comparisonPlan";

/** What no method has more of than another, and what is each method's own. */
export function HeldEqual({ origin, seeds }: { origin: Origin; seeds: readonly number[] }) {
  const { config, length } = origin;
  const { batch_size, learning_rate, optimizer, lr_schedule } = config;
  const items = [
    { key: "Model", value: config.model_path },
    { key: "Rows", value: config.train_data_path },
    { key: "Length", value: length },
    { key: "Batch size", value: formatPlain(batch_size) },
    { key: "Learning rate", value: formatPlain(learning_rate) },
    { key: "Optimizer", value: [optimizer, lr_schedule].filter(Boolean).join(", ") },
    { key: seeds.length === 1 ? "Seed" : "Seeds", value: seeds.join(", ") },
  ];
  return (
    <section aria-labelledby="held-equal" className="mt-4 border-line border-t pt-4">
      <h3 id="held-equal" className="mb-2 font-medium">
        Held equal
      </h3>
      <KeyValueList items={items} />
      <p className="mt-2 text-muted text-xs">
        The rows come in the same order and fill whole batches, so every supervised method trains
        the same number of tokens. Early stopping is off. Each method's own are the matrices that it
        adapts, rank and scale, and the rewards that it learns from.
      </p>
    </section>
  );
}
