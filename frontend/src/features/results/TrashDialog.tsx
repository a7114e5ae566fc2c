import { ArchiveRestore, Trash2 } from "lucide-react";
import { useState } from "react";
import type { TrashedRun } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { showProblem } from "@/api/problemToast";
import { useEmptyTrashMutation, useGetTrashQuery, useRestoreRunMutation } from "@/api/resultsApi";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Dialog } from "@/components/ui/Dialog";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatBytes, formatCount } from "@/lib/format";
import { formatDateTime, formatRelativeTime } from "@/lib/formatTime";
import { showToast } from "@/lib/toasts";

/** Deleted runs: brought back one by one, or removed for good all at once. */
export function TrashDialog({ onClose }: { onClose: () => void }) {
  const { data: trash, error } = useGetTrashQuery();
  const [asked, setAsked] = useState(false);
  const [empty, { isLoading }] = useEmptyTrashMutation();
  const count = trash?.runs.length ?? 0;

  async function confirm() {
    const answer = await empty();
    setAsked(false);
    if (answer.error) showProblem(answer.error);
  }

  return (
    <>
      <Dialog
        open
        onClose={onClose}
        title="Trash"
        description="Deleted runs stay for a week, with everything in their folders."
        footer={
          <>
            {count > 0 && (
              <Button icon={Trash2} onClick={() => setAsked(true)}>
                Empty the trash
              </Button>
            )}
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        {error && (
          <Alert tone="danger" title={problemInWords(error) ?? "The trash was not read."} />
        )}
        {!trash && !error && <Skeleton className="h-24" />}
        {trash && count === 0 && <p className="py-6 text-center text-faint">The trash is empty.</p>}
        {trash && count > 0 && (
          <ul className="divide-y divide-line">
            {trash.runs.map((run) => (
              <Trashed key={run.id} run={run} />
            ))}
          </ul>
        )}
      </Dialog>
      <ConfirmDialog
        open={asked}
        title={`Remove ${count === 1 ? "the run" : `all ${formatCount(count)} runs`} in the trash?`}
        confirmLabel="Empty the trash"
        busy={isLoading}
        onConfirm={() => void confirm()}
        onCancel={() => setAsked(false)}
      >
        {`Frees ${formatBytes(trash?.disk_bytes)} on disk. This cannot be undone.`}
      </ConfirmDialog>
    </>
  );
}

function Trashed({ run }: { run: TrashedRun }) {
  const [restore, { isLoading }] = useRestoreRunMutation();

  async function press() {
    const { data, error } = await restore(run.id);
    if (error) showProblem(error);
    if (data) showToast({ tone: "success", title: `${data.adapter_name ?? data.id} is back` });
  }

  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-xs">{run.id}</p>
        <p className="text-faint text-xs tabular-nums">
          {`Deleted ${formatRelativeTime(run.deleted_at)} · ${formatBytes(run.disk_bytes)} · removed after ${formatDateTime(run.purged_after)}`}
        </p>
      </div>
      <Button
        size="sm"
        icon={ArchiveRestore}
        aria-label={`Restore ${run.id}`}
        busy={isLoading}
        onClick={() => void press()}
      >
        Restore
      </Button>
    </li>
  );
}
