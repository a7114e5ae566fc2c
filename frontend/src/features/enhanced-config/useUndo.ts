import type { UnknownAction } from "@reduxjs/toolkit";
import { useStore } from "react-redux";
import { showToast } from "@/lib/toasts";
import type { RootState } from "@/store/index";
import { formRestored, selectEnhanced } from "@/store/slices/enhancedSlice";

/** Changes much at once, says so, and offers the way back. */
export function useUndo() {
  const store = useStore<RootState>();
  return (change: UnknownAction, title: string) => {
    const before = selectEnhanced(store.getState());
    store.dispatch(change);
    showToast({
      tone: "success",
      title,
      action: { label: "Undo", onAction: () => void store.dispatch(formRestored(before)) },
    });
  };
}
