import { skipToken } from "@reduxjs/toolkit/query/react";
import { useInspectModelQuery } from "@/api/modelsApi";
import { useAppSelector } from "@/store/hooks";
import { selectRestedDraft } from "@/store/slices/trainingSlice";

/** The map of the chosen model, once it is known. */
export function useChosenModel() {
  const asked = useAppSelector((state) => selectRestedDraft(state).model_path.trim());
  const { currentData: map, isFetching } = useInspectModelQuery(asked || skipToken);
  return { map, loading: isFetching && !map };
}
