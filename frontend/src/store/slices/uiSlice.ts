import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { readStored } from "@/lib/storage";
import { readThemeChoice, type ThemeChoice } from "@/lib/theme";

export const sidebarKey = "droid.sidebar";

export interface UiState {
  themeChoice: ThemeChoice;
  sidebarCollapsed: boolean;
}

const initialState = (): UiState => ({
  themeChoice: readThemeChoice(),
  sidebarCollapsed: readStored(sidebarKey) === "collapsed",
});

const uiSlice = createSlice({
  name: "ui",
  initialState,
  reducers: {
    themeChosen(state, action: PayloadAction<ThemeChoice>) {
      state.themeChoice = action.payload;
    },
    sidebarToggled(state) {
      state.sidebarCollapsed = !state.sidebarCollapsed;
    },
  },
  selectors: {
    selectThemeChoice: (state) => state.themeChoice,
    selectSidebarCollapsed: (state) => state.sidebarCollapsed,
  },
});

export const { themeChosen, sidebarToggled } = uiSlice.actions;
export const uiReducer = uiSlice.reducer;
export const { selectThemeChoice, selectSidebarCollapsed } = uiSlice.selectors;
