import { ChevronRight } from "lucide-react";
import { enhancedFields } from "@/api/enhancedFields";
import type { EnhancedDraft } from "@/store/enhancedDraft";
import { useAppSelector } from "@/store/hooks";
import { selectEnhanced } from "@/store/slices/enhancedSlice";
import { EnhancedChoice, EnhancedNumber, EnhancedSwitch, EnhancedText } from "./fields";

/** What most runs leave alone, behind one line that says how it stands. */
export function AdvancedFields() {
  const earlyStop = useAppSelector((state) => selectEnhanced(state).early_stop);
  return (
    <details className="group/advanced -mx-5 -mb-5 border-line border-t">
      <summary className="flex min-h-11 list-none items-center gap-3 rounded-card px-5 hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open/advanced:rotate-90"
        />
        <span className="font-medium">Advanced</span>
        <AdvancedSummary />
      </summary>
      <div className="px-5 pt-2 pb-3">
        <div className="grid gap-x-5 sm:grid-cols-3">
          <EnhancedChoice name="optimizer" />
          <EnhancedChoice name="lr_schedule" />
          <EnhancedNumber name="warmup_steps" />
        </div>
        <div className="grid gap-x-5 sm:grid-cols-2">
          <EnhancedNumber name="grad_accumulation_steps" />
          <EnhancedNumber name="seed" />
          <EnhancedSwitch name="early_stop" />
          <EnhancedNumber
            name="patience"
            disabled={!earlyStop}
            {...(!earlyStop && { help: `Turn on ${enhancedFields.early_stop.label} to set it.` })}
          />
          <EnhancedSwitch name="grad_checkpoint" />
        </div>
        <EnhancedText name="resume_adapter_file" mono placeholder="/path/to/adapters.safetensors" />
      </div>
    </details>
  );
}

function AdvancedSummary() {
  const text = useAppSelector((state) => summaryOf(selectEnhanced(state)));
  return (
    <span className="min-w-0 flex-1 truncate text-right text-muted text-xs group-open/advanced:invisible">
      {text}
    </span>
  );
}

/** The values in one line: choices by name, then what departs from doing nothing. */
function summaryOf(draft: EnhancedDraft): string {
  const parts = [
    draft.optimizer,
    `${draft.lr_schedule} rate`,
    Number(draft.warmup_steps) > 0 && `warm-up ${draft.warmup_steps}`,
    Number(draft.grad_accumulation_steps) > 1 && `accumulation ${draft.grad_accumulation_steps}`,
    draft.grad_checkpoint && "checkpointing",
    draft.early_stop && `early stop after ${draft.patience}`,
    draft.resume_adapter_file && "resumed",
    `seed ${draft.seed}`,
  ];
  return parts.filter(Boolean).join(" · ");
}
