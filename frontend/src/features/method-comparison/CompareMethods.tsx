import { Scale } from "lucide-react";
import { useState } from "react";
import type { Run } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { useAppSelector } from "@/store/hooks";
import { selectAskedConfig } from "@/store/trainingProblems";
import { ComparisonDialog } from "./ComparisonDialog";
import { lengthOf, type Origin, originOf } from "./comparisonPlan";

/** Starts the twins of a run that has ended. */
export function CompareRun({ run }: { run: Run }) {
  return <CompareButton origin={originOf(run)} small />;
}

/** Starts every method from the draft in Setup; off while there is nothing that could be started. */
export function CompareDraft() {
  const config = useAppSelector(selectAskedConfig);
  const origin: Origin | null = config && {
    source: { kind: "sft", config },
    kind: "sft",
    config,
    length: lengthOf(config),
    counts: false,
  };
  return <CompareButton origin={origin} />;
}

function CompareButton({ origin, small = false }: { origin: Origin | null; small?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={Scale}
        size={small ? "sm" : "md"}
        disabled={origin === null}
        title={origin ? undefined : "Choose a model and data first."}
        onClick={() => setOpen(true)}
      >
        Compare methods
      </Button>
      {open && origin && <ComparisonDialog origin={origin} onClose={() => setOpen(false)} />}
    </>
  );
}
