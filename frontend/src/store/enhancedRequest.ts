/** The draft as it would be sent: for its method, with the rewards that count now. */
import { createSelector } from "@reduxjs/toolkit";
import { listMethods, listRewards } from "@/api/enhancedApi";
import type { EnhancedRunRequest, MethodForm, Rewards } from "@/api/gen/types.gen";
import { equalShares } from "@/lib/weights";
import { type EnhancedDraft, type Reward, toEnhancedConfig } from "@/store/enhancedDraft";
import type { RootState } from "@/store/index";
import { selectEnhanced, selectRestedEnhanced } from "@/store/slices/enhancedSlice";

/** The chosen method with its fields, once the server has told of it. */
export const selectMethod = createSelector(
  [(state: RootState) => listMethods.select()(state).data, selectEnhanced],
  (methods, { kind }) => methods?.find((method) => method.kind === kind),
);

const selectKnownRewards = (state: RootState) => listRewards.select()(state).data;

/** The rewards that count now; undefined while the suggested ones are not known. */
export const selectRewards = createSelector([selectEnhanced, selectKnownRewards], rewardsIn);

/** What a press on Start would send; null while the method is not known. */
export const selectRequest = createSelector(
  [selectEnhanced, selectMethod, selectRewards],
  requestFor,
);

/** The same for the draft at rest. */
export const selectRestedRequest = createSelector(
  [selectRestedEnhanced, selectMethod, selectKnownRewards],
  (draft, method, known) => requestFor(draft, method, rewardsIn(draft, known)),
);

/** Whether answers are scored in a method. */
export function isRewarded(method: MethodForm | undefined): boolean {
  return method?.fields.includes("reward_functions") ?? false;
}

function requestFor(
  draft: EnhancedDraft,
  method: MethodForm | undefined,
  rewards: readonly Reward[] | undefined,
): EnhancedRunRequest | null {
  if (!method || method.kind !== draft.kind) return null;
  if (isRewarded(method) && !rewards) return null;
  return { kind: draft.kind, config: toEnhancedConfig(draft, method.fields, rewards ?? []) };
}

/** The person's own choice; before that this program's own rewards, which suit rows of every sort. */
function rewardsIn({ rewards }: EnhancedDraft, known: Rewards | undefined): Reward[] | undefined {
  if (rewards || !known) return rewards ?? undefined;
  const own = known.built_in.filter(({ origin }) => origin === "app");
  const shares = equalShares(own.length);
  return own.map(({ name }, index) => ({ name, weight: shares[index] ?? 0 }));
}
