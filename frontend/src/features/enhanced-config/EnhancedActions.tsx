import { FlaskConical, RotateCcw } from "lucide-react";
import { useListModelsQuery } from "@/api/modelsApi";
import { Button } from "@/components/ui/Button";
import { useAppSelector } from "@/store/hooks";
import { formReset, modelChosen, selectEnhanced } from "@/store/slices/enhancedSlice";
import { useUndo } from "./useUndo";

/** Ways to fill the form at once, and to empty it. */
export function EnhancedActions() {
  const { data: models = [] } = useListModelsQuery();
  const empty = useAppSelector((state) => selectEnhanced(state).model_path === "");
  const undoable = useUndo();
  const demo = models.find(({ source }) => source === "demo");
  return (
    <>
      <Button
        icon={RotateCcw}
        onClick={() => undoable(formReset(), "The form is back to its defaults")}
      >
        Reset
      </Button>
      {demo && (
        <Button
          variant={empty ? "primary" : "secondary"}
          icon={FlaskConical}
          onClick={() => undoable(modelChosen(demo.model), `${demo.name} is in the form`)}
        >
          Use the demo model
        </Button>
      )}
    </>
  );
}
