import { skipToken } from "@reduxjs/toolkit/query/react";
import type { ReactNode } from "react";
import type { ModelMap } from "@/api/gen/types.gen";
import { useInspectModelQuery, useListModelsQuery } from "@/api/modelsApi";
import { Card } from "@/components/ui/Card";
import { PathField } from "@/components/ui/PathField";
import { formatBytes } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectRestedEnhanced } from "@/store/slices/enhancedSlice";
import { useEnhancedField } from "@/store/useEnhancedField";

export interface ModelSectionProps {
  /** Draws what the chosen model is made of. */
  children: (map: ModelMap | undefined, loading: boolean) => ReactNode;
}

/** The base model: which, and what is in it. */
export function ModelSection({ children }: ModelSectionProps) {
  const { defaultValue: _, ...field } = useEnhancedField("model_path");
  const { data: models = [] } = useListModelsQuery();
  const asked = useAppSelector((state) => selectRestedEnhanced(state).model_path.trim());
  const { currentData: map, isFetching } = useInspectModelQuery(asked || skipToken);
  return (
    <Card title="Model" description="The base that stays as it is; training writes an adapter.">
      <PathField
        {...field}
        placeholder="/path/to/model or Qwen/Qwen2.5-0.5B-Instruct"
        suggestions={models.map(({ model, name, weight_bytes }) => ({
          value: model,
          label: name,
          note: formatBytes(weight_bytes),
        }))}
      />
      {children(map, isFetching && !map)}
    </Card>
  );
}
