import { useApplyFixMutation, usePreviewFixQuery } from "@/api/datasetJobs";
import type { FixEffect, FixKind, FixRequest, TokenReport } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatCount } from "@/lib/format";
import { FixEffectView } from "./FixEffectView";
import { fixWords } from "./fixes";
import { JobProgress } from "./JobProgress";
import { JobTrouble } from "./JobTrouble";
import { useAskedJob, useRunJob } from "./jobView";
import { settingsOf, type TokenQuestion } from "./tokenQuestion";
import { type Brought, useTakeOver } from "./useTakeOver";

export interface FixDialogProps {
  fix: FixKind;
  report: TokenReport;
  question: TokenQuestion;
  onClose: () => void;
}

/** Shows what a mend would change, and makes it when told to. The file itself stays as it is. */
export function FixDialog({ fix, report, question, onClose }: FixDialogProps) {
  const { path, model } = question;
  const request: FixRequest = { path, model, settings: settingsOf(question), fix };
  const preview = useAskedJob(usePreviewFixQuery(request));
  const applied = useRunJob(useApplyFixMutation());
  const takeOver = useTakeOver();
  const effect = preview.result;
  const words = fixWords[fix];

  async function apply() {
    const done = fix === "raise_limit" ? effect : await applied.run(request);
    if (!done) return;
    takeOver(valuesOf(done, report, question), titleOf(done), done.path ?? undefined);
    onClose();
  }

  function close() {
    if (applied.busy) applied.cancel();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={close}
      title={words.title}
      description={effect?.text ?? "What it would change is being worked out."}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={!effect}
            busy={applied.busy}
            onClick={() => void apply()}
          >
            {words.apply}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {effect ? <FixEffectView effect={effect} /> : preview.busy && <Skeleton className="h-44" />}
        {preview.busy && (
          <JobProgress
            label="Working out the effect"
            progress={preview.progress}
            onCancel={preview.cancel}
          />
        )}
        {applied.busy && (
          <JobProgress
            label="Writing the new file"
            progress={applied.progress}
            onCancel={applied.cancel}
          />
        )}
        <JobTrouble subject="The look ahead" {...preview} onAgain={preview.again} />
        <JobTrouble subject="The new file" {...applied} />
      </div>
    </Dialog>
  );
}

/** A new file stands in no folder with validation rows, so those that were found beside the old one are named. */
function valuesOf(done: FixEffect, report: TokenReport, question: TokenQuestion): Brought {
  if (!done.path) return { max_seq_length: done.max_seq_length };
  const beside = !question.val_path || question.val_path === question.path;
  if (!beside || !report.val_path) return { train_data_path: done.path };
  return { train_data_path: done.path, val_data_path: report.val_path };
}

function titleOf(done: FixEffect): string {
  return done.path
    ? `Training data is now a new file of ${formatCount(done.after.rows)} rows`
    : `Max Sequence Length is now ${formatCount(done.max_seq_length)}`;
}
