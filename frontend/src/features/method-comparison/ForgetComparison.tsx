import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useForgetComparisonMutation } from "@/api/comparisonsApi";
import { isApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { showToast } from "@/lib/toasts";

/** Forgets that the runs belong together, after asking. */
export function ForgetComparison({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const [forget, { isLoading }] = useForgetComparisonMutation();
  const navigate = useNavigate();

  async function confirm() {
    const { error } = await forget(id);
    setAsking(false);
    if (isApiProblem(error)) {
      showToast({ tone: "danger", title: error.title, detail: error.detail });
    } else {
      void navigate("/results/comparisons");
    }
  }

  return (
    <>
      <Button icon={Trash2} onClick={() => setAsking(true)}>
        Forget
      </Button>
      <ConfirmDialog
        open={asking}
        title="Forget this comparison?"
        confirmLabel="Forget comparison"
        cancelLabel="Keep it"
        busy={isLoading}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        The grouping and its sentence go. The runs, their adapters and what was measured of them
        stay; runs that still wait or train go on.
      </ConfirmDialog>
    </>
  );
}
