import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { SettingName } from "@/api/compareFields";
import type { ApiProblem } from "@/api/problem";
import type { NumberDraft } from "@/lib/numberInput";
import type { DraftSide, SideSpec } from "@/store/compareDraft";
import {
  type BatchDraft,
  type ChatDraft,
  type CompareForm,
  type CompareState,
  initialCompare,
  type ScrubDraft,
} from "@/store/compareState";

const compareSlice = createSlice({
  name: "compare",
  initialState: initialCompare,
  reducers: {
    modelChosen(state, { payload }: PayloadAction<string>) {
      state.modelPath = payload;
      state.sides = null;
      state.batch.runId = null;
      state.scrub.runId = null;
      forget(state, "model_path", "sides");
    },
    /** Another page leads here with a run: its base, and base and run side by side. */
    runOpened(state, { payload }: PayloadAction<{ modelPath: string; runId: string }>) {
      const { modelPath, runId } = payload;
      const run: SideSpec = { source: "run", run_id: runId, checkpoint: "final" };
      state.modelPath = modelPath;
      state.sides = [
        { id: 0, spec: { source: "base" } },
        { id: 1, spec: run },
      ];
      state.batch.runId = runId;
      state.scrub.runId = runId;
      state.problems = { chat: null, batch: null, scrub: null };
    },
    sidesEdited(state, { payload }: PayloadAction<DraftSide[]>) {
      state.sides = payload;
      forget(state, "sides");
    },
    settingEdited(state, { payload }: PayloadAction<{ name: SettingName; value: NumberDraft }>) {
      state.settings[payload.name] = payload.value;
      forget(state, `settings.${payload.name}`);
    },
    chatEdited(state, { payload }: PayloadAction<Partial<ChatDraft>>) {
      Object.assign(state.chat, payload);
      if ("prompt" in payload) forget(state, "messages");
      forget(state, ...Object.keys(payload));
    },
    batchEdited(state, { payload }: PayloadAction<Partial<BatchDraft>>) {
      Object.assign(state.batch, payload);
      forget(state, "path", "run_id", "limit");
    },
    scrubEdited(state, { payload }: PayloadAction<Partial<ScrubDraft>>) {
      Object.assign(state.scrub, payload);
      forget(state, "messages", "run_id");
    },
    followedChosen(state, { payload }: PayloadAction<number>) {
      state.followed = payload;
    },
    promptSent(state, { payload }: PayloadAction<{ id: string }>) {
      state.sessions.chat = payload.id;
      state.problems.chat = null;
      state.chat.prompt = "";
      state.chat.reference = "";
      state.followed = null;
    },
    conversationEnded(state) {
      state.sessions.chat = null;
      state.followed = null;
    },
    sessionStarted(
      state,
      { payload }: PayloadAction<{ form: "batch" | "scrub" | "perplexity"; id: string }>,
    ) {
      state.sessions[payload.form] = payload.id;
      state.problems[payload.form === "scrub" ? "scrub" : "batch"] = null;
    },
    startRefused(state, { payload }: PayloadAction<{ form: CompareForm; problem: ApiProblem }>) {
      state.problems[payload.form] = payload.problem;
    },
  },
  selectors: {
    selectSettings: (state) => state.settings,
    selectChat: (state) => state.chat,
    selectBatch: (state) => state.batch,
    selectScrub: (state) => state.scrub,
    selectSessions: (state) => state.sessions,
    selectRefusals: (state) => state.problems,
  },
});

/** An error stands until its field is edited; `sides` stands for every side and all in it. */
function forget(state: CompareState, ...fields: string[]) {
  for (const problem of Object.values(state.problems)) {
    if (!problem) continue;
    problem.errors = problem.errors.filter(
      ({ field }) => !fields.some((name) => field === name || field.startsWith(`${name}.`)),
    );
  }
}

export const {
  modelChosen,
  runOpened,
  sidesEdited,
  settingEdited,
  chatEdited,
  batchEdited,
  scrubEdited,
  followedChosen,
  promptSent,
  conversationEnded,
  sessionStarted,
  startRefused,
} = compareSlice.actions;
export const compareReducer = compareSlice.reducer;
export const {
  selectSettings,
  selectChat,
  selectBatch,
  selectScrub,
  selectSessions,
  selectRefusals,
} = compareSlice.selectors;
