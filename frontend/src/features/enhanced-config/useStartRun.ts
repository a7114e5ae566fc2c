import { useCallback } from "react";
import { useStore } from "react-redux";
import { useNavigate } from "react-router";
import { isEnhancedName } from "@/api/enhancedFields";
import { isApiProblem } from "@/api/problem";
import { useStartRunMutation } from "@/api/runsApi";
import { showToast } from "@/lib/toasts";
import { selectOwnEnhancedProblems } from "@/store/enhancedProblems";
import { selectRequest } from "@/store/enhancedRequest";
import type { RootState } from "@/store/index";
import { runQueued, runRefused } from "@/store/slices/enhancedSlice";
import { focusEnhanced } from "./focusEnhanced";

/** Starts a run from the draft as it stands and goes to it. Where a field is wrong, leads there instead. */
export function useStartRun() {
  const store = useStore<RootState>();
  const navigate = useNavigate();
  const [startRun, { isLoading, error }] = useStartRunMutation({ fixedCacheKey: "enhanced" });

  const start = useCallback(async () => {
    const [wrong] = Object.keys(selectOwnEnhancedProblems(store.getState()));
    if (wrong && isEnhancedName(wrong)) return focusEnhanced(wrong);
    const request = selectRequest(store.getState());
    if (!request) return;

    const answer = await startRun(request);
    if (answer.data) {
      const { id, config } = answer.data;
      store.dispatch(runQueued());
      showToast({
        tone: "success",
        title: "Training is queued",
        detail: config.adapter_name ?? id,
      });
      void navigate(`/training/${encodeURIComponent(id)}`);
    } else if (isApiProblem(answer.error)) {
      const { errors } = answer.error;
      store.dispatch(runRefused(errors));
      const first = errors.map(({ field }) => field).find(isEnhancedName);
      if (first) focusEnhanced(first);
    }
  }, [store, navigate, startRun]);

  return {
    start,
    starting: isLoading,
    /** Why the server refused, where it is about more than single fields. */
    refusal:
      isApiProblem(error) && !error.errors.some(({ field }) => isEnhancedName(field))
        ? error
        : undefined,
  };
}
