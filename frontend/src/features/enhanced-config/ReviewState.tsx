import { CircleAlert, CircleCheck } from "lucide-react";
import type { EnhancedName } from "@/api/enhancedFields";
import { Spinner } from "@/components/ui/Spinner";
import { selectEnhancedProblems } from "@/store/enhancedProblems";
import { useAppSelector } from "@/store/hooks";
import { focusEnhanced } from "./focusEnhanced";

/** One line on how the form stands; where fields are wrong, the way to the first. */
export function ReviewState({ checking, ready }: { checking: boolean; ready: boolean }) {
  const wrong = useAppSelector((state) => Object.keys(selectEnhancedProblems(state)).join(" "));
  const fields = wrong === "" ? [] : (wrong.split(" ") as EnhancedName[]);
  const [first] = fields;
  if (first) {
    return (
      <button
        type="button"
        onClick={() => focusEnhanced(first)}
        className="inline-flex items-center gap-1.5 rounded-control px-1.5 py-0.5 font-medium text-danger text-xs hover:bg-hover"
      >
        <CircleAlert aria-hidden className="size-3.5" />
        {fields.length === 1 ? "1 field needs attention" : `${fields.length} fields need attention`}
      </button>
    );
  }
  return (
    <p aria-live="polite" className="inline-flex items-center gap-1.5 text-muted text-xs">
      {checking && <Spinner className="size-3.5" />}
      {!checking && ready && <CircleCheck aria-hidden className="size-3.5 text-success" />}
      {checking ? "Checking" : ready ? "Ready to start" : "Choose a model and data"}
    </p>
  );
}
