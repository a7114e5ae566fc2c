import { Gauge, ListChecks } from "lucide-react";
import { useRef } from "react";
import { answersOnlyField, batchLimitField } from "@/api/compareFields";
import { Button } from "@/components/ui/Button";
import { NumberField } from "@/components/ui/NumberField";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { WhyPopover } from "@/components/ui/WhyPopover";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { batchEdited, selectBatch, selectRefusals } from "@/store/slices/compareSlice";
import { errorAt } from "./problems";
import { RowsField } from "./RowsField";
import { SettingsPopover } from "./SettingsPopover";
import { StartRefusal } from "./StartRefusal";
import { limitProblem, useBatch } from "./useBatch";

const sources = [
  { value: "run", label: "A run" },
  { value: "file", label: "JSONL file" },
] as const;
const shownFields = ["model_path", "sides", "settings", "path", "run_id", "limit"];

/** Which rows every side answers, or is measured on. */
export function BatchForm({ busy }: { busy: boolean }) {
  const dispatch = useAppDispatch();
  const batch = useAppSelector(selectBatch);
  const { batch: refusal } = useAppSelector(selectRefusals);
  const { start, batching, measuring } = useBatch();
  const last = useRef<"batch" | "perplexity">("batch");

  function begin(what: "batch" | "perplexity", force = false) {
    last.current = what;
    void start(what, force);
  }

  return (
    <section aria-label="Batch" className="card px-5 pt-4 pb-4">
      <div className="grid gap-x-5 md:grid-cols-[13rem_minmax(0,1fr)_11rem]">
        <SegmentedControl
          label="Rows from"
          help="Prompts, maybe with references."
          value={batch.source}
          onChange={(source) => dispatch(batchEdited({ source }))}
          options={sources}
        />
        <RowsField />
        <NumberField
          label="Limit"
          help="Empty: all rows."
          unit="rows"
          limits={batchLimitField.limits}
          value={batch.limit}
          onChange={(limit) => dispatch(batchEdited({ limit }))}
          error={errorAt("limit", refusal) ?? limitProblem(batch.limit)}
        />
      </div>
      <StartRefusal
        problem={refusal}
        shown={shownFields}
        onForce={() => begin(last.current, true)}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          variant="primary"
          icon={ListChecks}
          busy={batching}
          disabled={busy}
          onClick={() => begin("batch")}
        >
          Answer all rows
        </Button>
        <Button icon={Gauge} busy={measuring} disabled={busy} onClick={() => begin("perplexity")}>
          Measure perplexity
        </Button>
        <AnswersOnly />
        <SettingsPopover />
      </div>
    </section>
  );
}

/** Whether prompts count towards perplexity. */
function AnswersOnly() {
  const dispatch = useAppDispatch();
  const { answersOnly } = useAppSelector(selectBatch);
  return (
    <span className="flex items-center gap-1">
      <label className="flex h-9 items-center gap-2 text-muted text-xs">
        <input
          type="checkbox"
          checked={answersOnly}
          onChange={(event) => dispatch(batchEdited({ answersOnly: event.target.checked }))}
          className="size-4 accent-primary-600"
        />
        of answers only
      </label>
      <WhyPopover subject="answers only">{answersOnlyField.help}</WhyPopover>
    </span>
  );
}
