import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { EnhancedKind, EnhancedRunRequest, SampleData } from "@/api/gen/types.gen";
import type { FieldProblem } from "@/api/problem";
import {
  defaultEnhanced,
  type EnhancedDraft,
  type EnhancedLength,
  type EnhancedValues,
  fromEnhancedRun,
  type Reward,
  readStoredEnhanced,
  type ValueName,
} from "@/store/enhancedDraft";

export interface EnhancedState {
  draft: EnhancedDraft;
  /** The draft when typing last paused: what the server is asked about. */
  rested: EnhancedDraft;
  /** What the server said of the draft that it last refused to start. */
  refusal: { draft: EnhancedDraft; errors: FieldProblem[] } | null;
}

export type EnhancedEdit = {
  [Name in ValueName]: { field: Name; value: EnhancedValues[Name] };
}[ValueName];

const initialState = (): EnhancedState => {
  const draft = readStoredEnhanced();
  return { draft, rested: draft, refusal: null };
};

const enhancedSlice = createSlice({
  name: "enhanced",
  initialState,
  reducers: {
    fieldEdited(state, { payload }: PayloadAction<EnhancedEdit>) {
      Object.assign(state.draft, { [payload.field]: payload.value });
    },
    rewardsEdited(state, { payload }: PayloadAction<Reward[]>) {
      state.draft.rewards = payload;
    },
    /** Typing has paused. */
    fieldsRested(state) {
      state.rested = state.draft;
    },
    methodChosen(state, { payload }: PayloadAction<EnhancedKind>) {
      replaceDraft(state, { ...state.draft, kind: payload });
    },
    /** Steps or passes. `equal` is the same length in the other unit, for a field still empty. */
    lengthChosen(
      state,
      { payload }: PayloadAction<{ unit: EnhancedLength; equal: number | null }>,
    ) {
      state.draft.length = payload.unit;
      state.draft[payload.unit] ??= payload.equal;
    },
    modelChosen(state, { payload }: PayloadAction<string>) {
      replaceDraft(state, { ...state.draft, model_path: payload });
    },
    sampleDataMade(state, { payload }: PayloadAction<SampleData>) {
      const { train, valid } = payload;
      replaceDraft(state, { ...state.draft, train_data_path: train, val_data_path: valid });
    },
    /** What an earlier run was asked for, its method included. */
    enhancedCloned(state, { payload }: PayloadAction<EnhancedRunRequest>) {
      replaceDraft(state, fromEnhancedRun(payload));
    },
    /** Back to the defaults; the method stays. */
    formReset(state) {
      replaceDraft(state, { ...defaultEnhanced, kind: state.draft.kind });
    },
    formRestored(state, { payload }: PayloadAction<EnhancedDraft>) {
      replaceDraft(state, payload);
    },
    runRefused(state, { payload }: PayloadAction<FieldProblem[]>) {
      state.refusal = { draft: state.draft, errors: payload };
    },
    runQueued(state) {
      state.refusal = null;
    },
  },
  selectors: {
    selectEnhanced: (state) => state.draft,
    selectRestedEnhanced: (state) => state.rested,
    selectEnhancedRefusal: (state) => state.refusal,
  },
});

/** For changes at one stroke: nobody is typing, so the server is asked right away. */
function replaceDraft(state: EnhancedState, draft: EnhancedDraft) {
  state.draft = draft;
  state.rested = draft;
  state.refusal = null;
}

export const {
  fieldEdited,
  rewardsEdited,
  fieldsRested,
  methodChosen,
  lengthChosen,
  modelChosen,
  sampleDataMade,
  enhancedCloned,
  formReset,
  formRestored,
  runRefused,
  runQueued,
} = enhancedSlice.actions;
export const enhancedReducer = enhancedSlice.reducer;
export const { selectEnhanced, selectRestedEnhanced, selectEnhancedRefusal } =
  enhancedSlice.selectors;
