/**
 * What is wrong with the draft, field by field: at once what the schema forbids, and after a pause
 * or a refused start what the server says. A server's word counts only for the value it has seen.
 */
import { createSelector } from "@reduxjs/toolkit";
import { skipToken } from "@reduxjs/toolkit/query/react";
import { previewEnhanced } from "@/api/enhancedApi";
import { type EnhancedName, isEnhancedName } from "@/api/enhancedFields";
import { inspectModel } from "@/api/modelsApi";
import { type FieldProblem, problemInWords } from "@/api/problem";
import { type EnhancedProblems, ownProblems } from "@/store/enhancedChecks";
import type { EnhancedDraft } from "@/store/enhancedDraft";
import { selectMethod, selectRestedRequest, selectRewards } from "@/store/enhancedRequest";
import type { RootState } from "@/store/index";
import {
  selectEnhanced,
  selectEnhancedRefusal,
  selectRestedEnhanced,
} from "@/store/slices/enhancedSlice";

const none: readonly FieldProblem[] = [];
const noFields: readonly string[] = [];

/** What is wrong whatever the server says, in the order of the method's fields. */
export const selectOwnEnhancedProblems = createSelector(
  [selectEnhanced, selectMethod, selectRewards],
  (draft, method, rewards) =>
    ownProblems(draft, method?.fields ?? noFields, rewards ?? draft.rewards ?? []),
);

/** The request at rest; null while there is nothing that a server could judge. */
export const selectAskedRequest = createSelector(
  [selectRestedRequest, selectRestedEnhanced, selectMethod],
  (request, draft, method) => {
    if (!request || !draft.model_path.trim() || !draft.train_data_path.trim()) return null;
    const { reward_functions: names = [], reward_weights: weights = [] } = request.config;
    const rewards = names.map((name, index) => ({ name, weight: weights[index] ?? null }));
    const own = ownProblems(draft, method?.fields ?? noFields, rewards);
    return Object.keys(own).length > 0 ? null : request;
  },
);

const selectPreviewOf = createSelector(selectAskedRequest, (request) =>
  previewEnhanced.select(request ?? skipToken),
);

function selectServerErrors(state: RootState): readonly FieldProblem[] {
  const { error } = selectPreviewOf(state)(state);
  return error && "errors" in error ? error.errors : none;
}

const selectInspection = createSelector(selectRestedEnhanced, (draft) =>
  inspectModel.select(draft.model_path.trim() || skipToken),
);

/** What the look into the model said, where it found none. */
const selectModelProblem = (state: RootState) =>
  problemInWords(selectInspection(state)(state).error);

/** Every known problem, in the order of the method's fields. */
export const selectEnhancedProblems = createSelector(
  [
    selectEnhanced,
    selectRestedEnhanced,
    selectEnhancedRefusal,
    selectOwnEnhancedProblems,
    selectServerErrors,
    selectModelProblem,
    selectMethod,
  ],
  (draft, rested, refusal, own, errors, model, method): EnhancedProblems => {
    const found: EnhancedProblems = {
      ...(model && rested.model_path === draft.model_path && { model_path: model }),
      ...stillTrue(draft, rested, errors),
      ...stillTrue(draft, refusal?.draft, refusal?.errors ?? none),
      ...own,
    };
    const fields = (method?.fields ?? noFields).filter(isEnhancedName);
    return Object.fromEntries(fields.flatMap((name) => (found[name] ? [[name, found[name]]] : [])));
  },
);

/** The errors whose field still holds what it held when they were told. */
function stillTrue(
  draft: EnhancedDraft,
  seen: EnhancedDraft | undefined,
  errors: readonly FieldProblem[],
): EnhancedProblems {
  const held = errors.filter(({ field }) => {
    if (!isEnhancedName(field)) return false;
    return seen?.kind === draft.kind && valueIn(seen, field) === valueIn(draft, field);
  });
  return Object.fromEntries(
    held.map(({ field, message, hint }) => [field, hint ? `${message} ${hint}` : message]),
  );
}

function valueIn(draft: EnhancedDraft, field: EnhancedName) {
  return field === "reward_functions" || field === "reward_weights" ? draft.rewards : draft[field];
}
