/** Which rows of Results are chosen. Filters and order stand in the address. */
import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

export interface ResultsState {
  selected: string[];
}

const initialState: ResultsState = { selected: [] };

const resultsSlice = createSlice({
  name: "results",
  initialState,
  reducers: {
    rowToggled(state, { payload }: PayloadAction<string>) {
      const place = state.selected.indexOf(payload);
      if (place < 0) state.selected.push(payload);
      else state.selected.splice(place, 1);
    },
    rowsChosen(state, { payload }: PayloadAction<string[]>) {
      state.selected = payload;
    },
  },
  selectors: {
    selectChosen: (state) => state.selected,
  },
});

export const { rowToggled, rowsChosen } = resultsSlice.actions;
export const resultsReducer = resultsSlice.reducer;
export const { selectChosen } = resultsSlice.selectors;
