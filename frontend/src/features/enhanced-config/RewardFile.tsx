import { ChevronRight } from "lucide-react";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { EnhancedText } from "./fields";

/** A file with functions of the person's own, and what one looks like. */
export function RewardFile({ signature }: { signature: string }) {
  return (
    <div className="-mx-5 border-line border-t px-5 pt-4">
      <EnhancedText name="reward_functions_file" mono placeholder="/path/to/rewards.py" />
      <details className="group/signature mb-4">
        <summary className="inline-flex list-none items-center gap-1 rounded-control text-muted text-xs hover:text-ink">
          <ChevronRight
            aria-hidden
            className="size-3.5 transition-transform group-open/signature:rotate-90"
          />
          What a reward function looks like
        </summary>
        <div className="mt-2">
          <CodeBlock label="rewards.py" code={signature} copyLabel="Copy signature" wrap />
        </div>
      </details>
    </div>
  );
}
