/** What of the draft decides how rows become tokens; null while there is nothing to ask about. */
import { createSelector } from "@reduxjs/toolkit";
import type { ReportRequest } from "@/api/gen/types.gen";
import { zReportRequest } from "@/api/gen/zod.gen";
import { selectRestedDraft } from "@/store/slices/trainingSlice";

/** Everything a report depends on, as it stood when typing last paused. */
export type TokenQuestion = Required<ReportRequest>;

export const selectTokenQuestion = createSelector(
  selectRestedDraft,
  ({ mask_prompt, max_seq_length, batch_size, ...draft }): TokenQuestion | null => {
    const asked = zReportRequest.safeParse({
      path: draft.train_data_path.trim(),
      model: draft.model_path.trim(),
      val_path: draft.val_data_path.trim() || null,
      mask_prompt,
      max_seq_length,
      batch_size,
    });
    return asked.success ? { ...asked.data, val_path: asked.data.val_path ?? null } : null;
  },
);

/** The settings alone, as fixes take them. */
export function settingsOf({ mask_prompt, max_seq_length, batch_size }: TokenQuestion) {
  return { mask_prompt, max_seq_length, batch_size };
}
