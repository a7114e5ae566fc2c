import type { ReactNode } from "react";
import type { EnhancedPreview } from "@/api/gen/types.gen";
import { useListModelsQuery } from "@/api/modelsApi";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { formatBytes, formatCount, formatParameters, formatPlain, missing } from "@/lib/format";
import { isRewarded, selectMethod } from "@/store/enhancedRequest";
import { useAppSelector } from "@/store/hooks";
import { selectEnhanced } from "@/store/slices/enhancedSlice";

/** What will be trained, on what, for how long, and what it costs: the server's own plan. */
export function PlanFacts({ preview }: { preview: EnhancedPreview | undefined }) {
  const path = useAppSelector((state) => selectEnhanced(state).model_path);
  const method = useAppSelector(selectMethod);
  const { data: models = [] } = useListModelsQuery();
  const model = models.find((known) => known.model === path)?.name ?? lastPart(path);
  const plan = preview?.plan;
  return (
    <>
      <Group title="What will be trained">
        <KeyValueList
          items={[
            { key: "Method", value: method?.title ?? missing },
            { key: "Model", value: model || missing },
            { key: "Matrices", value: matricesInWords(preview) },
            {
              key: "Trainable",
              value: formatParameters(plan?.trainable_parameters, plan?.total_parameters),
            },
          ]}
        />
      </Group>
      <Group title="Rows">
        <KeyValueList
          items={[
            { key: "Training", value: formatCount(plan?.train_rows) },
            {
              key: "Validation",
              value: plan?.val_rows === 0 ? "None" : formatCount(plan?.val_rows),
            },
            { key: "Length", value: lengthInWords(preview) },
          ]}
        />
      </Group>
      <Group title="Cost">
        <KeyValueList
          items={[
            ...(isRewarded(method)
              ? [
                  { key: "Answers generated", value: atMost(preview?.answers) },
                  { key: "Tokens generated", value: atMost(preview?.answer_tokens) },
                ]
              : []),
            { key: "Adapter file", value: formatBytes(preview?.adapter_bytes) },
          ]}
        />
      </Group>
    </>
  );
}

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 font-medium text-faint text-xs">{title}</h3>
      {children}
    </section>
  );
}

function matricesInWords(preview: EnhancedPreview | undefined): string {
  if (!preview) return missing;
  const { keys, blocks, model_blocks: all } = preview.plan;
  return `${keys.length} x ${formatCount(blocks.length)} of ${formatCount(all)} blocks`;
}

function lengthInWords(preview: EnhancedPreview | undefined): string {
  if (!preview) return missing;
  const epochs = formatPlain(Number(preview.epochs.toPrecision(3)));
  return `${formatCount(preview.plan.iterations)} steps, ${epochs} epochs`;
}

function atMost(count: number | null | undefined): string {
  return count == null ? missing : `${formatCount(count)} at most`;
}

/** The end of a path or a hub id. */
function lastPart(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? "";
}
