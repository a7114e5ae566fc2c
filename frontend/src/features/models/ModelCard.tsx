import { skipToken } from "@reduxjs/toolkit/query/react";
import { useInspectModelQuery, useListModelsQuery } from "@/api/modelsApi";
import { Card } from "@/components/ui/Card";
import { PathField } from "@/components/ui/PathField";
import { formatBytes } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectRestedDraft } from "@/store/slices/trainingSlice";
import { useDraftField } from "@/store/useDraftField";
import { Float32Offer } from "./Float32Offer";
import { ModelFacts } from "./ModelFacts";

/** The base model: which, and what is in it. */
export function ModelCard() {
  const { defaultValue: _, ...field } = useDraftField("model_path");
  const { data: models = [] } = useListModelsQuery();
  const asked = useAppSelector((state) => selectRestedDraft(state).model_path.trim());
  const { currentData: map, isFetching } = useInspectModelQuery(asked || skipToken);
  return (
    <Card title="Model" description="The base that stays as it is; training writes an adapter.">
      <PathField
        {...field}
        placeholder="/path/to/model or Qwen/Qwen2.5-0.5B"
        suggestions={models.map(({ model, name, weight_bytes }) => ({
          value: model,
          label: name,
          note: formatBytes(weight_bytes),
        }))}
      />
      <ModelFacts map={map} loading={isFetching && !map} />
      {map?.faster_in_float32 && <Float32Offer key={asked} model={asked} map={map} />}
    </Card>
  );
}
