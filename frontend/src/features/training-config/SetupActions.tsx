import { FlaskConical } from "lucide-react";
import { useLazyGetDemoQuery } from "@/api/configsApi";
import { Button } from "@/components/ui/Button";
import { showToast } from "@/lib/toasts";
import { useAppSelector } from "@/store/hooks";
import { demoChosen, selectDraft } from "@/store/slices/trainingSlice";
import { PresetPicker } from "./PresetPicker";
import { useUndoable } from "./useUndoable";

/** Ways to fill the form at once. */
export function SetupActions() {
  const [getDemo, { isFetching }] = useLazyGetDemoQuery();
  const empty = useAppSelector((state) => selectDraft(state).model_path === "");
  const undoable = useUndoable();

  async function fillWithDemo() {
    const { data, error } = await getDemo();
    if (data) undoable(demoChosen(data), "The demo is in the form");
    if (error && "title" in error) {
      showToast({
        tone: "danger",
        title: error.title ?? "No demo",
        detail: "detail" in error ? error.detail : "",
      });
    }
  }

  return (
    <>
      <PresetPicker />
      <Button
        variant={empty ? "primary" : "secondary"}
        icon={FlaskConical}
        busy={isFetching}
        onClick={() => void fillWithDemo()}
      >
        Use the demo
      </Button>
    </>
  );
}
