import { useCallback } from "react";
import { useStore } from "react-redux";
import { useNavigate } from "react-router";
import { isFieldName } from "@/api/configFields";
import { isApiProblem } from "@/api/problem";
import { useStartRunMutation } from "@/api/runsApi";
import { showToast } from "@/lib/toasts";
import type { RootState } from "@/store/index";
import { runStarted, selectConfig, startRefused } from "@/store/slices/trainingSlice";
import { selectOwnProblems } from "@/store/trainingProblems";
import { focusField } from "./focusField";

/** Starts a run from the draft as it stands. Where a field is wrong, leads there instead. */
export function useStart() {
  const store = useStore<RootState>();
  const navigate = useNavigate();
  const [startRun, { isLoading, error }] = useStartRunMutation({ fixedCacheKey: "setup" });

  const start = useCallback(async () => {
    const [wrong] = Object.keys(selectOwnProblems(store.getState()));
    if (wrong && isFieldName(wrong)) return focusField(wrong);

    const answer = await startRun({ kind: "sft", config: selectConfig(store.getState()) });
    if (answer.data) {
      const { id, config } = answer.data;
      store.dispatch(runStarted({ id }));
      document.getElementById("content")?.scrollIntoView({ block: "start" });
      showToast({
        tone: "success",
        title: "Training is queued",
        detail: config.adapter_name ?? id,
        action: { label: "Open Training", onAction: () => void navigate("/training") },
      });
    } else if (isApiProblem(answer.error)) {
      const { errors } = answer.error;
      store.dispatch(startRefused(errors));
      const first = errors.map(({ field }) => field).find(isFieldName);
      if (first) focusField(first);
    }
  }, [store, navigate, startRun]);

  return {
    start,
    starting: isLoading,
    /** Why the server refused, where it is about more than single fields. */
    refusal:
      isApiProblem(error) && !error.errors.some(({ field }) => isFieldName(field))
        ? error
        : undefined,
  };
}
