import { Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import type { ButtonSize } from "@/components/ui/buttonClasses";
import type { RunFigures } from "./runFigures";
import { StopDialog, stopVerb } from "./StopDialog";

export interface StopRunProps {
  runId: string;
  name: string;
  figures: Pick<RunFigures, "state" | "step" | "ended">;
  checkpoints: number;
  size?: ButtonSize;
}

/** Ends an active run after asking. Takes a waiting run out of the queue. */
export function StopRun({ figures, size = "md", ...run }: StopRunProps) {
  const [asked, setAsked] = useState(false);
  if (figures.ended) return null;
  return (
    <>
      <Button
        icon={Square}
        size={size}
        busy={figures.state === "stopping"}
        onClick={() => setAsked(true)}
      >
        {stopVerb(figures)}
      </Button>
      <StopDialog {...run} figures={figures} open={asked} onClose={() => setAsked(false)} />
    </>
  );
}
