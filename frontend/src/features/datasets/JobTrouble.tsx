import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";

export interface JobTroubleProps {
  /** What did not come about: "The report". */
  subject: string;
  problem: string | undefined;
  cancelled: boolean;
  onAgain?: () => void;
}

/** Work that failed or was cancelled, and the way to begin again. Nothing where neither is so. */
export function JobTrouble({ subject, problem, cancelled, onAgain }: JobTroubleProps) {
  if (!problem && !cancelled) return null;
  const again = onAgain && (
    <Button size="sm" onClick={onAgain}>
      Try again
    </Button>
  );
  return (
    <Alert
      live
      tone={problem ? "danger" : "info"}
      title={problem ? `${subject} failed` : `${subject} was cancelled`}
      action={again}
    >
      {problem}
    </Alert>
  );
}
