import { useCallback } from "react";
import { useStore } from "react-redux";
import { useStartCompareMutation } from "@/api/compareApi";
import { settingNames } from "@/api/compareFields";
import type { Turn } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { orNull, settingProblem, toSettings } from "@/store/compareDraft";
import type { RootState } from "@/store/index";
import { promptSent, startRefused } from "@/store/slices/compareSlice";
import { useSides } from "./useSides";

/** A prompt that says nothing, told as the server would. */
export const emptyPrompt = {
  type: "about:blank",
  title: "The prompt is empty",
  status: 422,
  detail: "",
  errors: [{ field: "messages", message: "Write a prompt.", hint: null }],
};

/** Sends the prompt to every side, after the turns that came before. */
export function useSend(before: readonly Turn[]) {
  const store = useStore<RootState>();
  const { modelPath, sides } = useSides();
  const [startCompare, { isLoading }] = useStartCompareMutation({ fixedCacheKey: "compare-send" });

  const send = useCallback(
    async (force = false) => {
      const { chat, settings } = store.getState().compare;
      if (settingNames.some((name) => settingProblem(name, settings[name]))) return;
      if (chat.prompt.trim() === "") {
        store.dispatch(startRefused({ form: "chat", problem: emptyPrompt }));
        return;
      }
      const answer = await startCompare({
        model_path: modelPath.trim(),
        sides: sides.map(({ spec }) => spec),
        messages: [...before, { role: "user", content: chat.prompt }],
        system: orNull(chat.system),
        settings: toSettings(settings),
        reference: orNull(chat.reference),
        blind: chat.blind && sides.length > 1,
        force,
      });
      if (answer.data) store.dispatch(promptSent({ id: answer.data.id }));
      else if (isApiProblem(answer.error)) {
        store.dispatch(startRefused({ form: "chat", problem: answer.error }));
      }
    },
    [store, startCompare, modelPath, sides, before],
  );
  return { send, sending: isLoading };
}
