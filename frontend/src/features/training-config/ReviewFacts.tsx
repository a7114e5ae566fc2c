import type { Preview } from "@/api/gen/types.gen";
import { useListModelsQuery } from "@/api/modelsApi";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { formatCount, formatParameters, formatPlain, missing } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectDraft } from "@/store/slices/trainingSlice";

/** What will be trained, on what, and for how long: the server's own plan. */
export function ReviewFacts({ preview }: { preview: Preview | undefined }) {
  const path = useAppSelector((state) => selectDraft(state).model_path);
  const { data: models = [] } = useListModelsQuery();
  const model = models.find((known) => known.model === path)?.name ?? lastPart(path);
  const plan = preview?.plan;
  return (
    <>
      <Group title="What will be trained">
        <KeyValueList
          items={[
            { key: "Model", value: model || missing },
            {
              key: "Matrices",
              value: plan
                ? `${plan.keys.length} x ${formatCount(plan.blocks.length)} of ${formatCount(plan.model_blocks)} blocks`
                : missing,
            },
            {
              key: "Trainable",
              value: formatParameters(plan?.trainable_parameters, plan?.total_parameters),
            },
          ]}
        />
      </Group>
      <Group title="Data">
        <KeyValueList
          items={[
            { key: "Training rows", value: formatCount(plan?.train_rows) },
            {
              key: "Validation rows",
              value: plan?.val_rows === 0 ? "None" : formatCount(plan?.val_rows),
            },
            {
              key: "Length",
              value: preview
                ? `${formatCount(plan?.iterations)} steps, ${formatPlain(Number(preview.epochs.toPrecision(3)))} epochs`
                : missing,
            },
          ]}
        />
      </Group>
    </>
  );
}

export function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 font-medium text-faint text-xs">{title}</h3>
      {children}
    </section>
  );
}

/** The end of a path or a hub id. */
function lastPart(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? "";
}
