import { useStore } from "react-redux";
import type { TrainingConfig } from "@/api/gen/types.gen";
import { showToast } from "@/lib/toasts";
import type { RootState } from "@/store/index";
import { changeUndone, dataBrought, selectDraft } from "@/store/slices/trainingSlice";

export type Brought = Partial<
  Pick<TrainingConfig, "train_data_path" | "val_data_path" | "max_seq_length">
>;

/** Takes new data or a new limit into the form, says so, and offers the way back. */
export function useTakeOver() {
  const store = useStore<RootState>();
  return (values: Brought, title: string, detail?: string) => {
    const before = selectDraft(store.getState());
    store.dispatch(dataBrought(values));
    showToast({
      tone: "success",
      title,
      ...(detail && { detail }),
      action: { label: "Undo", onAction: () => void store.dispatch(changeUndone(before)) },
    });
  };
}
