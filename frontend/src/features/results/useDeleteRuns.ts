import type { ResultRow } from "@/api/gen/types.gen";
import { showProblem } from "@/api/problemToast";
import { restoreRun } from "@/api/resultsApi";
import { useDeleteRunMutation } from "@/api/runsApi";
import { showToast } from "@/lib/toasts";
import { useAppDispatch } from "@/store/hooks";
import { nameOf } from "./columns";

type Named = Pick<ResultRow, "id" | "adapter_name">;

/** Moves runs to the trash, says so, and offers the way back. Gives those that went. */
export function useDeleteRuns() {
  const dispatch = useAppDispatch();
  const [remove] = useDeleteRunMutation();

  async function restore(ids: readonly string[]) {
    for (const id of ids) {
      const { error } = await dispatch(restoreRun.initiate(id, { track: false }));
      if (error) showProblem(error);
    }
  }

  return async (rows: readonly Named[]): Promise<string[]> => {
    const gone: Named[] = [];
    for (const row of rows) {
      const { error } = await remove(row.id);
      if (error) showProblem(error);
      else gone.push(row);
    }
    const [one] = gone;
    if (!one) return [];
    const ids = gone.map(({ id }) => id);
    showToast({
      tone: "success",
      title: gone.length === 1 ? `${nameOf(one)} was deleted` : `${gone.length} runs were deleted`,
      detail: "The trash keeps it for a week.",
      action: { label: "Undo", onAction: () => void restore(ids) },
    });
    return ids;
  };
}
