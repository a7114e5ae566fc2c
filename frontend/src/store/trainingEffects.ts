import { createListenerMiddleware } from "@reduxjs/toolkit";
import { draftRested, type TrainingState } from "@/store/slices/trainingSlice";
import { writeStoredDraft } from "@/store/trainingDraft";

/** How long typing must pause before the server is asked. */
export const restMs = 350;

/** What a changed draft does outside the slice: it is kept in the browser, and comes to rest. */
export function createTrainingEffects() {
  const effects = createListenerMiddleware<{ training: TrainingState }>();
  effects.startListening({
    predicate: (_action, now, before) => now.training.draft !== before.training.draft,
    effect: async (_action, { getState, dispatch, cancelActiveListeners, delay }) => {
      cancelActiveListeners();
      writeStoredDraft(getState().training.draft);
      await delay(restMs);
      dispatch(draftRested());
    },
  });
  return effects;
}
