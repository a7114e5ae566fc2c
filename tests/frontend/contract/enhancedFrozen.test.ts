/** The Enhanced Setup is frozen: Setup's form may change in any way without a trace there. */
import { describe, expect, test } from "vitest";
import { listMethods, listRewards } from "@/api/enhancedApi";
import { selectRequest } from "@/store/enhancedRequest";
import { createStore } from "@/store/index";
import { methodChosen, selectEnhanced } from "@/store/slices/enhancedSlice";
import {
  draftEdited,
  draftReset,
  lengthUnitChosen,
  presetApplied,
  selectConfig,
} from "@/store/slices/trainingSlice";
import { methods, serveEnhanced } from "../features/enhancedServer";
import { reachedFrom } from "./moduleGraph";

serveEnhanced();

/** Everything that Setup's form is made of. */
const setupForm =
  /^(features\/training-config\/|store\/slices\/trainingSlice|store\/training|store\/useDraftField|api\/configFields|api\/configsApi|pages\/SetupPage)/;

const entry = "pages/EnhancedSetupPage.tsx";

test("no module of Setup's form is loaded or named by the Enhanced page", () => {
  const reached = reachedFrom(entry);
  const chains = [...reached].filter(([path]) => setupForm.test(path)).map(([, chain]) => chain);
  expect(chains).toEqual([]);
  expect([...reached.keys()]).toContain("features/enhanced-config/RewardsSection.tsx");
  expect([...reached.keys()]).toContain("store/enhancedDraft.ts");
  expect([...reached.keys()]).toContain("api/enhancedFields.ts");
});

test("the same walk finds the form from Setup's own page", () => {
  const found = [...reachedFrom("pages/SetupPage.tsx").keys()].filter((path) =>
    setupForm.test(path),
  );
  expect(found).toEqual(
    expect.arrayContaining([
      "features/training-config/ReviewPanel.tsx",
      "store/slices/trainingSlice.ts",
      "store/trainingDraft.ts",
      "store/useDraftField.ts",
      "api/configFields.ts",
      "api/configsApi.ts",
    ]),
  );
});

describe.each(methods.map(({ kind }) => kind))("%s", (kind) => {
  test("is the same whatever is done in Setup", async () => {
    const store = createStore();
    await store.dispatch(listMethods.initiate());
    await store.dispatch(listRewards.initiate());
    store.dispatch(methodChosen(kind));
    const draft = selectEnhanced(store.getState());
    const request = selectRequest(store.getState());
    const setup = selectConfig(store.getState());
    expect(request?.kind).toBe(kind);

    store.dispatch(draftEdited({ field: "learning_rate", value: 0.5 }));
    store.dispatch(draftEdited({ field: "model_path", value: "/another/model" }));
    store.dispatch(draftEdited({ field: "optimizer", value: "sgd" }));
    store.dispatch(presetApplied({ batch_size: 9, lora_rank: 1, seed: 7 }));
    store.dispatch(lengthUnitChosen({ unit: "epochs", equal: 3 }));
    expect(selectConfig(store.getState())).not.toEqual(setup);
    expect(selectEnhanced(store.getState())).toBe(draft);
    expect(selectRequest(store.getState())).toEqual(request);

    store.dispatch(draftReset());
    expect(selectEnhanced(store.getState())).toBe(draft);
  });
});

test("a draft that Setup keeps in the browser is not read", () => {
  const kept = { learning_rate: 0.5, model_path: "/setup/model", kind: "grpo" };
  localStorage.setItem("droid.draft", JSON.stringify({ version: 1, draft: kept }));
  const state = createStore().getState();
  expect(state.training.draft.model_path).toBe("/setup/model");
  expect(state.enhanced.draft).toMatchObject({ learning_rate: 1e-5, model_path: "" });
});
