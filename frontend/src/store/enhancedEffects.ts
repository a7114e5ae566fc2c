import { createListenerMiddleware } from "@reduxjs/toolkit";
import { writeStoredEnhanced } from "@/store/enhancedDraft";
import { type EnhancedState, fieldsRested } from "@/store/slices/enhancedSlice";

/** How long typing must pause before the server is asked. */
const restMs = 350;

/** What a changed draft does outside the slice: it is kept in the browser, and comes to rest. */
export function createEnhancedEffects() {
  const effects = createListenerMiddleware<{ enhanced: EnhancedState }>();
  effects.startListening({
    predicate: (_action, now, before) => now.enhanced.draft !== before.enhanced.draft,
    effect: async (_action, { getState, dispatch, cancelActiveListeners, delay }) => {
      cancelActiveListeners();
      writeStoredEnhanced(getState().enhanced.draft);
      await delay(restMs);
      dispatch(fieldsRested());
    },
  });
  return effects;
}
