import { Trash2 } from "lucide-react";
import { useState } from "react";
import { isApiProblem } from "@/api/problem";
import { useDeleteRunMutation } from "@/api/runsApi";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { showToast } from "@/lib/toasts";

export interface DeleteRunProps {
  runId: string;
  name: string;
  onDeleted: () => void;
}

/** Deletes a run that has ended, with its folder, after asking. */
export function DeleteRun({ runId, name, onDeleted }: DeleteRunProps) {
  const [asked, setAsked] = useState(false);
  const [remove, { isLoading }] = useDeleteRunMutation();

  async function confirm() {
    const { error } = await remove(runId);
    setAsked(false);
    if (isApiProblem(error)) {
      showToast({ tone: "danger", title: error.title, detail: error.detail });
      return;
    }
    showToast({ tone: "success", title: `${name} was deleted` });
    onDeleted();
  }

  return (
    <>
      <Button icon={Trash2} onClick={() => setAsked(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={asked}
        title={`Delete ${name}?`}
        confirmLabel="Delete run"
        busy={isLoading}
        onConfirm={() => void confirm()}
        onCancel={() => setAsked(false)}
      >
        Its folder moves to the trash: adapter, checkpoints, configuration, log and figures. Results
        can bring it back for a week.
      </ConfirmDialog>
    </>
  );
}
