import { useCallback } from "react";
import { useStore } from "react-redux";
import { useStartScrubMutation } from "@/api/compareApi";
import { settingNames } from "@/api/compareFields";
import type { RunChoice, SideChoices } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { orNull, settingProblem, toSettings } from "@/store/compareDraft";
import type { RootState } from "@/store/index";
import { sessionStarted, startRefused } from "@/store/slices/compareSlice";
import { emptyPrompt } from "./useSend";

/** The run whose checkpoints are meant: the chosen one, else the newest that has any. */
export function scrubRun(
  runId: string | null,
  choices: SideChoices | undefined,
): RunChoice | undefined {
  const runs = choices?.runs ?? [];
  const chosen = runs.find(({ run_id }) => run_id === runId);
  return chosen ?? runs.find(({ checkpoints }) => checkpoints.length > 0) ?? runs[0];
}

/** Asks every checkpoint of a run the same. */
export function useScrub() {
  const store = useStore<RootState>();
  const [startScrub, { isLoading }] = useStartScrubMutation();
  const start = useCallback(
    async (runId: string, force = false) => {
      const { scrub, chat, settings } = store.getState().compare;
      if (settingNames.some((name) => settingProblem(name, settings[name]))) return;
      if (scrub.prompt.trim() === "") {
        store.dispatch(startRefused({ form: "scrub", problem: emptyPrompt }));
        return;
      }
      const answer = await startScrub({
        run_id: runId,
        messages: [{ role: "user", content: scrub.prompt }],
        system: orNull(chat.system),
        settings: toSettings(settings),
        force,
      });
      if (answer.data) store.dispatch(sessionStarted({ form: "scrub", id: answer.data.id }));
      else if (isApiProblem(answer.error)) {
        store.dispatch(startRefused({ form: "scrub", problem: answer.error }));
      }
    },
    [store, startScrub],
  );
  return { start, starting: isLoading };
}
