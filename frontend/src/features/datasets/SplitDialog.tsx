import { useState } from "react";
import { useSplitDataMutation } from "@/api/datasetJobs";
import type { SplitData } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { formatCount } from "@/lib/format";
import { JobProgress } from "./JobProgress";
import { JobTrouble } from "./JobTrouble";
import { useRunJob } from "./jobView";
import { SplitForm } from "./SplitForm";
import { SplitResult } from "./SplitResult";
import { blankSplit, readSplit } from "./splitDraft";
import { useTakeOver } from "./useTakeOver";

export interface SplitDialogProps {
  path: string;
  /** Exact duplicates are known to be there. */
  dropDuplicates?: boolean;
  onClose: () => void;
}

/** Parts the training file into new ones, shows what came of it, and takes them when told to. */
export function SplitDialog({ path, dropDuplicates = false, onClose }: SplitDialogProps) {
  const [draft, setDraft] = useState({ ...blankSplit(), drop_duplicates: dropDuplicates });
  const split = useRunJob(useSplitDataMutation());
  const takeOver = useTakeOver();
  const request = readSplit(path, draft);
  const made = split.result;

  function take({ files }: SplitData) {
    const partOf = (wanted: string) => files.find(({ name }) => name === wanted);
    const [train, valid] = [partOf("train"), partOf("valid")];
    takeOver(
      {
        ...(train && { train_data_path: train.path }),
        ...(valid && { val_data_path: valid.path }),
      },
      `Data is split: ${files.map(({ name, rows }) => `${name} ${formatCount(rows)}`).join(", ")}`,
      made?.folder,
    );
    onClose();
  }

  function close() {
    if (split.busy) split.cancel();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={close}
      title="Split rows"
      description="New files are written; the one you gave stays as it is. Near duplicates stay together, so no row is judged by a copy of itself."
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          {made ? (
            <>
              <Button onClick={split.reset}>Split again</Button>
              <Button variant="primary" onClick={() => take(made)}>
                Use these files
              </Button>
            </>
          ) : (
            <Button
              variant="primary"
              disabled={!request}
              busy={split.busy}
              onClick={() => request && void split.run(request)}
            >
              Split
            </Button>
          )}
        </>
      }
    >
      {made ? <SplitResult {...made} /> : <SplitForm draft={draft} onChange={setDraft} />}
      {split.busy && (
        <JobProgress label="Splitting" progress={split.progress} onCancel={split.cancel} />
      )}
      <JobTrouble subject="The split" {...split} />
    </Dialog>
  );
}
