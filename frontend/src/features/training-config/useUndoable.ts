import type { UnknownAction } from "@reduxjs/toolkit";
import { useStore } from "react-redux";
import { showToast } from "@/lib/toasts";
import type { RootState } from "@/store/index";
import { changeUndone, selectDraft } from "@/store/slices/trainingSlice";

/** Changes many fields at once, says so, and offers the way back. */
export function useUndoable() {
  const store = useStore<RootState>();
  return (change: UnknownAction, title: string) => {
    const before = selectDraft(store.getState());
    store.dispatch(change);
    showToast({
      tone: "success",
      title,
      action: { label: "Undo", onAction: () => void store.dispatch(changeUndone(before)) },
    });
  };
}
