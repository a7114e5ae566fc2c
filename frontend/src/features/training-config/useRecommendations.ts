import { skipToken } from "@reduxjs/toolkit/query/react";
import type { FieldName } from "@/api/configFields";
import { useRecommendConfigQuery } from "@/api/configsApi";
import type { Recommendation } from "@/api/gen/types.gen";
import { useAppSelector } from "@/store/hooks";
import { selectAskedConfig } from "@/store/trainingProblems";

const none: readonly Recommendation[] = [];

/** What suits the chosen model and data. Empty until both are known; the last answer stays meanwhile. */
export function useRecommendations(): readonly Recommendation[] {
  const asked = useAppSelector(selectAskedConfig);
  const { data = none, isError } = useRecommendConfigQuery(asked ?? skipToken);
  return isError ? none : data;
}

export function useRecommendation(name: FieldName): Recommendation | undefined {
  return useRecommendations().find(({ field }) => field === name);
}
