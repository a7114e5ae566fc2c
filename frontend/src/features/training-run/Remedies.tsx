import { WandSparkles } from "lucide-react";
import { useNavigate } from "react-router";
import type { Remedy, Run, StartTrainingData } from "@/api/gen/types.gen";
import { showProblem } from "@/api/problemToast";
import { useStartRunMutation } from "@/api/runsApi";
import { Button } from "@/components/ui/Button";
import { showToast } from "@/lib/toasts";

/** Corrected copies of a run that failed; a press starts one and leads to it. */
export function Remedies({ run }: { run: Run }) {
  const navigate = useNavigate();
  const [start, { isLoading, originalArgs }] = useStartRunMutation();

  async function press(request: StartTrainingData["body"]) {
    const { data, error } = await start(request);
    if (error) showProblem(error);
    if (!data) return;
    showToast({ tone: "success", title: "The copy is queued", detail: nameOf(data) });
    await navigate(`/training/${encodeURIComponent(data.id)}`);
  }

  return (run.remedies ?? []).map((remedy) => {
    const request = copyOf(run, remedy);
    const busy = isLoading && JSON.stringify(originalArgs) === JSON.stringify(request);
    return (
      <Button
        key={remedy.label}
        size="sm"
        icon={WandSparkles}
        busy={busy}
        disabled={isLoading && !busy}
        onClick={() => void press(request)}
        className="h-auto! min-h-7 max-w-full shrink! whitespace-normal! py-1 text-left"
      >
        {`Start a copy: ${remedy.label}`}
      </Button>
    );
  });
}

/** The run's own kind and configuration go together, with the changes laid over it. */
function copyOf({ kind, config }: Run, { changes }: Remedy): StartTrainingData["body"] {
  return { kind, config: { ...config, ...changes } } as StartTrainingData["body"];
}

function nameOf({ config, id }: Run): string {
  return config.adapter_name ?? id;
}
