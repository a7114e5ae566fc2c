import { useStore } from "react-redux";
import { useNavigate } from "react-router";
import type { EnhancedRunRequest, Run, TrainingConfig } from "@/api/gen/types.gen";
import { showToast } from "@/lib/toasts";
import type { RootState } from "@/store/index";
import { enhancedCloned, formRestored, selectEnhanced } from "@/store/slices/enhancedSlice";
import { changeUndone, runCloned, selectDraft } from "@/store/slices/trainingSlice";

/** Puts a run's configuration into the form that it came from, leads there, and offers the way back. */
export function useClone() {
  const store = useStore<RootState>();
  const navigate = useNavigate();
  return async ({ kind, config }: Run) => {
    const undo = kind === "sft" ? toSetup(store, config) : toEnhanced(store, { kind, config });
    showToast({
      tone: "success",
      title: `${config.adapter_name} is in the form`,
      action: { label: "Undo", onAction: undo },
    });
    await navigate(formOf(kind).path);
  };
}

/** Where runs of a kind are set up. */
export function formOf(kind: Run["kind"]): { path: string; label: string } {
  return kind === "sft"
    ? { path: "/setup", label: "Setup" }
    : { path: "/enhanced", label: "Enhanced Setup" };
}

type Store = ReturnType<typeof useStore<RootState>>;

function toSetup(store: Store, config: Run["config"]) {
  const before = selectDraft(store.getState());
  // The kind says whose configuration it is.
  store.dispatch(runCloned(config as TrainingConfig));
  return () => void store.dispatch(changeUndone(before));
}

function toEnhanced(store: Store, request: Pick<Run, "kind" | "config">) {
  const before = selectEnhanced(store.getState());
  store.dispatch(enhancedCloned(request as EnhancedRunRequest));
  return () => void store.dispatch(formRestored(before));
}
