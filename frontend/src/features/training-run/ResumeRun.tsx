import { Play } from "lucide-react";
import { showProblem } from "@/api/problemToast";
import { useResumeRunMutation } from "@/api/runsApi";
import { Button } from "@/components/ui/Button";
import { focusContent } from "./focusContent";

/** Takes an ended run up again where it was. */
export function ResumeRun({ runId }: { runId: string }) {
  const [resume, { isLoading }] = useResumeRunMutation();

  async function press() {
    const { error } = await resume({ id: runId });
    if (error) showProblem(error);
    else focusContent();
  }

  return (
    <Button size="sm" icon={Play} busy={isLoading} onClick={() => void press()}>
      Resume
    </Button>
  );
}
