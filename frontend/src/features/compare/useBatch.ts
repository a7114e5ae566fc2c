import { useCallback } from "react";
import { useStore } from "react-redux";
import { useStartBatchMutation, useStartPerplexityMutation } from "@/api/compareApi";
import { batchLimitField } from "@/api/compareFields";
import type { BatchRequest } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { limitMessage } from "@/lib/limitMessage";
import type { NumberDraft } from "@/lib/numberInput";
import { orNull, toSettings } from "@/store/compareDraft";
import type { BatchDraft } from "@/store/compareState";
import type { RootState } from "@/store/index";
import { sessionStarted, startRefused } from "@/store/slices/compareSlice";
import { type Sides, useSides } from "./useSides";

/** The run whose rows are meant: the chosen one, else that of the first side that has one. */
export function batchRun({ runId }: BatchDraft, { sides, choices }: Sides): string | null {
  if (runId !== null) return runId;
  const side = sides.find(({ spec }) => spec.source === "run");
  if (side?.spec.source === "run") return side.spec.run_id;
  return choices?.runs[0]?.run_id ?? null;
}

/** What is wrong with the number of rows; undefined when nothing. */
export function limitProblem(limit: NumberDraft): string | undefined {
  if (limit === null || limit === "") return undefined;
  const message = limitMessage(limit, batchLimitField.limits);
  return message ?? (Number.isInteger(limit) ? undefined : "Enter a whole number.");
}

/** Starts a batch of answers, or a measurement of perplexity, over the same rows. */
export function useBatch() {
  const store = useStore<RootState>();
  const all = useSides();
  const [startBatch, batching] = useStartBatchMutation();
  const [startPerplexity, measuring] = useStartPerplexityMutation();

  const start = useCallback(
    async (what: "batch" | "perplexity", force = false) => {
      const { batch, chat, settings } = store.getState().compare;
      if (limitProblem(batch.limit)) return;
      const rows: Omit<BatchRequest, "settings"> = {
        model_path: all.modelPath.trim(),
        sides: all.sides.map(({ spec }) => spec),
        ...(batch.source === "file"
          ? { path: batch.path.trim() }
          : { run_id: batchRun(batch, all) }),
        limit: batch.limit === "" ? null : (batch.limit as number | null),
        force,
      };
      const answer =
        what === "batch"
          ? await startBatch({
              ...rows,
              system: orNull(chat.system),
              settings: toSettings(settings),
            })
          : await startPerplexity({ ...rows, answers_only: batch.answersOnly });
      if (answer.data) {
        const id = "session" in answer.data ? answer.data.session.id : answer.data.id;
        store.dispatch(sessionStarted({ form: what, id }));
      } else if (isApiProblem(answer.error)) {
        store.dispatch(startRefused({ form: "batch", problem: answer.error }));
      }
    },
    [store, startBatch, startPerplexity, all],
  );
  return { start, batching: batching.isLoading, measuring: measuring.isLoading };
}
