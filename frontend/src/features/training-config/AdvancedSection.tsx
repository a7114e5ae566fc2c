import { ChevronRight } from "lucide-react";
import { configFields } from "@/api/configFields";
import { useAppSelector } from "@/store/hooks";
import { selectDraft } from "@/store/slices/trainingSlice";
import type { TrainingDraft } from "@/store/trainingDraft";
import { ConfigChoice, ConfigNumber, ConfigSwitch, ConfigText } from "./fields";
import { TrackersField, trackerNames } from "./TrackersField";

/** What most runs leave alone, behind one line that says how it stands. */
export function AdvancedSection() {
  const earlyStop = useAppSelector((state) => selectDraft(state).early_stop);
  const waiting = earlyStop
    ? {}
    : { disabled: true, help: `Turn on ${configFields.early_stop.label} to set it.` };
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
          <ConfigChoice name="optimizer" />
          <ConfigChoice name="lr_schedule" />
          <ConfigNumber name="warmup_steps" />
        </div>
        <div className="grid gap-x-5 sm:grid-cols-2">
          <ConfigNumber name="grad_accumulation_steps" />
          <ConfigNumber name="seed" />
          <ConfigSwitch name="grad_checkpoint" />
          <ConfigSwitch name="mask_prompt" />
          <ConfigSwitch name="early_stop" />
          <ConfigNumber name="keep_checkpoints" />
          <ConfigNumber name="patience" {...waiting} />
          <ConfigNumber name="early_stop_min_delta" {...waiting} />
        </div>
        <TrackersField />
        <ConfigText name="resume_adapter_file" mono placeholder="/path/to/adapters.safetensors" />
      </div>
    </details>
  );
}

function AdvancedSummary() {
  const text = useAppSelector((state) => summaryOf(selectDraft(state)));
  return (
    <span className="min-w-0 flex-1 truncate text-right text-muted text-xs group-open/advanced:invisible">
      {text}
    </span>
  );
}

/** The values in one line: choices by name, then what departs from doing nothing. */
function summaryOf(draft: TrainingDraft): string {
  const parts = [
    draft.optimizer,
    `${draft.lr_schedule} rate`,
    Number(draft.warmup_steps) > 0 && `warm-up ${draft.warmup_steps}`,
    Number(draft.grad_accumulation_steps) > 1 && `accumulation ${draft.grad_accumulation_steps}`,
    draft.grad_checkpoint && "checkpointing",
    draft.mask_prompt && "answers only",
    draft.early_stop && `early stop after ${draft.patience}`,
    draft.trackers.map((tracker) => trackerNames[tracker]).join(" and "),
    draft.resume_adapter_file && "resumed",
    `seed ${draft.seed}`,
  ];
  return parts.filter(Boolean).join(" · ");
}
