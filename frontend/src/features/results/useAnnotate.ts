import type { NotesChange } from "@/api/gen/types.gen";
import { showProblem } from "@/api/problemToast";
import { useAnnotateRunMutation } from "@/api/resultsApi";

/** Stars, tags or notes a run; says why where the server refuses, and whether it was kept. */
export function useAnnotate() {
  const [annotate] = useAnnotateRunMutation();
  return async (id: string, change: NotesChange) => {
    const { error } = await annotate({ id, change });
    if (error) showProblem(error);
    return !error;
  };
}
