import type { ApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { otherErrors } from "./problems";

export interface StartRefusalProps {
  problem: ApiProblem | null;
  /** Fields that show their error themselves. */
  shown: readonly string[];
  /** Starts in spite of a conflict. */
  onForce: () => void;
}

const conflict = 409;

/** Why nothing was started, where it is about more than one field. Short memory may be overruled. */
export function StartRefusal({ problem, shown, onForce }: StartRefusalProps) {
  if (!problem) return null;
  const others = otherErrors(problem, shown);
  const forField = problem.errors.length > 0 && others.length === 0;
  const settled = problem.status === 422 && problem.errors.length === 0;
  if (forField || settled) return null;
  return (
    <Alert
      tone={problem.status === conflict ? "warning" : "danger"}
      live
      title={problem.title}
      action={
        problem.status === conflict && (
          <Button size="sm" onClick={onForce}>
            Run anyway
          </Button>
        )
      }
    >
      {others.length === 0 && problem.detail}
      {others.map(({ field, message, hint }) => (
        <p key={field}>
          {message} {hint}
        </p>
      ))}
    </Alert>
  );
}
