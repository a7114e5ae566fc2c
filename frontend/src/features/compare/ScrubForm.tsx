import { Milestone } from "lucide-react";
import { useMemo } from "react";
import type { RunChoice, SideChoices } from "@/api/gen/types.gen";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Button } from "@/components/ui/Button";
import { Select } from "@/components/ui/Select";
import { TextArea } from "@/components/ui/TextArea";
import { formatCount } from "@/lib/format";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { scrubEdited, selectRefusals, selectScrub } from "@/store/slices/compareSlice";
import { errorAt } from "./problems";
import { SettingsPopover } from "./SettingsPopover";
import { StartRefusal } from "./StartRefusal";
import { useScrub } from "./useScrub";

const shownFields = ["messages", "run_id", "settings"];

export interface ScrubFormProps {
  run: RunChoice;
  choices: SideChoices;
  busy: boolean;
}

/** Which run, and what to ask each of its checkpoints. */
export function ScrubForm({ run, choices, busy }: ScrubFormProps) {
  const dispatch = useAppDispatch();
  const { prompt } = useAppSelector(selectScrub);
  const { scrub: refusal } = useAppSelector(selectRefusals);
  const { start, starting } = useScrub();
  const runId = run.run_id;

  const shortcuts = useMemo(
    () => [{ keys: "mod+enter", label: "Ask every checkpoint", run: () => void start(runId) }],
    [start, runId],
  );
  useShortcuts(shortcuts);

  return (
    <section aria-label="Prompt for every checkpoint" className="card px-5 pt-4 pb-4">
      <div className="grid gap-x-5 md:grid-cols-[18rem_minmax(0,1fr)]">
        <Select
          label="Run"
          help={checkpointCount(run)}
          value={runId}
          onChange={(next) => dispatch(scrubEdited({ runId: next }))}
          options={choices.runs.map(({ run_id, label }) => ({ value: run_id, label }))}
          error={errorAt("run_id", refusal)}
        />
        <TextArea
          label="Prompt"
          help="The same for every checkpoint."
          rows={1}
          value={prompt}
          onChange={(text) => dispatch(scrubEdited({ prompt: text }))}
          error={errorAt("messages", refusal)}
        />
      </div>
      <StartRefusal problem={refusal} shown={shownFields} onForce={() => void start(runId, true)} />
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          variant="primary"
          icon={Milestone}
          busy={starting}
          disabled={busy}
          onClick={() => void start(runId)}
        >
          Ask every checkpoint
        </Button>
        <SettingsPopover />
      </div>
    </section>
  );
}

function checkpointCount({ checkpoints, final_step }: RunChoice): string {
  const many = checkpoints.length;
  const saved = `${formatCount(many)} ${many === 1 ? "checkpoint" : "checkpoints"}`;
  return `${saved}, final step ${formatCount(final_step)}.`;
}
