import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { FieldName } from "@/api/configFields";
import type { TrainingConfig } from "@/api/gen/types.gen";
import type { FieldProblem } from "@/api/problem";
import {
  type DraftValues,
  defaultDraft,
  type LengthUnit,
  readStoredDraft,
  type TrainingDraft,
  toConfig,
  withValues,
} from "@/store/trainingDraft";

/** As the backend declares it: `lora_rank`, `lora_alpha`, `lora_dropout`, `lora_num_layers` and the rest. */
export type { TrainingConfig };

export interface TrainingState {
  draft: TrainingDraft;
  /** The draft when typing last paused: what the server is asked about. */
  rested: TrainingDraft;
  /** What the server said of the draft that it last refused to start. */
  refusal: { draft: TrainingDraft; errors: FieldProblem[] } | null;
  /** The run that was started last from here. */
  activeRunId: string | null;
}

export type DraftEdit = {
  [Name in FieldName]: { field: Name; value: DraftValues[Name] };
}[FieldName];

const initialState = (): TrainingState => {
  const draft = readStoredDraft();
  return { draft, rested: draft, refusal: null, activeRunId: null };
};

const trainingSlice = createSlice({
  name: "training",
  initialState,
  reducers: {
    draftEdited(state, { payload }: PayloadAction<DraftEdit>) {
      Object.assign(state.draft, { [payload.field]: payload.value });
    },
    /** Typing has paused. */
    draftRested(state) {
      state.rested = state.draft;
    },
    /** Steps or passes. `equal` is the same length in the other unit, for a field still empty. */
    lengthUnitChosen(
      state,
      { payload }: PayloadAction<{ unit: LengthUnit; equal: number | null }>,
    ) {
      state.draft.length = payload.unit;
      state.draft[payload.unit] ??= payload.equal;
    },
    demoChosen(state, { payload }: PayloadAction<TrainingConfig>) {
      replaceDraft(state, withValues(defaultDraft, payload));
    },
    presetApplied(state, { payload }: PayloadAction<Record<string, unknown>>) {
      replaceDraft(state, withValues(state.draft, payload));
    },
    recommendationApplied(state, { payload }: PayloadAction<Record<string, unknown>>) {
      replaceDraft(state, withValues(state.draft, payload));
    },
    /** New files, or a limit that suits them. */
    dataBrought(state, { payload }: PayloadAction<Record<string, unknown>>) {
      replaceDraft(state, withValues(state.draft, payload));
    },
    /** A copy of the chosen model takes its place. */
    modelCopied(state, { payload }: PayloadAction<{ model_path: string }>) {
      replaceDraft(state, withValues(state.draft, payload));
    },
    /** What an earlier run was asked for; what it left out is back to its default. */
    runCloned(state, { payload }: PayloadAction<TrainingConfig>) {
      replaceDraft(state, withValues(defaultDraft, payload));
    },
    draftReset(state) {
      replaceDraft(state, defaultDraft);
    },
    changeUndone(state, { payload }: PayloadAction<TrainingDraft>) {
      replaceDraft(state, payload);
    },
    startRefused(state, { payload }: PayloadAction<FieldProblem[]>) {
      state.refusal = { draft: state.draft, errors: payload };
    },
    runStarted(state, { payload }: PayloadAction<{ id: string }>) {
      state.activeRunId = payload.id;
      state.refusal = null;
    },
  },
  selectors: {
    selectDraft: (state) => state.draft,
    selectRestedDraft: (state) => state.rested,
    selectRefusal: (state) => state.refusal,
    selectActiveRunId: (state) => state.activeRunId,
  },
});

/** For changes of many fields at once: nobody is typing, so the server is asked right away. */
function replaceDraft(state: TrainingState, draft: TrainingDraft) {
  state.draft = draft;
  state.rested = draft;
  state.refusal = null;
}

export const {
  draftEdited,
  draftRested,
  lengthUnitChosen,
  demoChosen,
  presetApplied,
  recommendationApplied,
  dataBrought,
  modelCopied,
  runCloned,
  draftReset,
  changeUndone,
  startRefused,
  runStarted,
} = trainingSlice.actions;
export const trainingReducer = trainingSlice.reducer;
export const { selectDraft, selectRestedDraft, selectRefusal, selectActiveRunId } =
  trainingSlice.selectors;

/** The draft as it would be sent now. */
export const selectConfig = (state: { training: TrainingState }): TrainingConfig =>
  toConfig(state.training.draft);
