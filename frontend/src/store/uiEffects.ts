import { createListenerMiddleware } from "@reduxjs/toolkit";
import { writeStored } from "@/lib/storage";
import { applyThemeChoice } from "@/lib/theme";
import { sidebarKey, sidebarToggled, themeChosen, type UiState } from "@/store/slices/uiSlice";

/** What choices about the frame do outside the store: the class on <html> and what is remembered. */
export function createUiEffects() {
  const effects = createListenerMiddleware<{ ui: UiState }>();
  effects.startListening({
    actionCreator: themeChosen,
    effect: ({ payload }) => applyThemeChoice(payload),
  });
  effects.startListening({
    actionCreator: sidebarToggled,
    effect: (_action, { getState }) =>
      writeStored(sidebarKey, getState().ui.sidebarCollapsed ? "collapsed" : "open"),
  });
  return effects;
}
