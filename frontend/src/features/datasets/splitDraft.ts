/** How a file is to be parted, while it is typed. Pure. */
import { splitFields } from "@/api/dataFields";
import type { SplitRequest } from "@/api/gen/types.gen";
import { zSplitRequest } from "@/api/gen/zod.gen";
import type { NumberDraft } from "@/lib/numberInput";

export const splitNumbers = ["valid", "test", "seed"] as const;

export interface SplitDraft extends Record<(typeof splitNumbers)[number], NumberDraft> {
  drop_duplicates: boolean;
}

export function blankSplit(): SplitDraft {
  const { valid, test, seed, drop_duplicates } = splitFields;
  return {
    valid: valid.default as number,
    test: test.default as number,
    seed: seed.default as number,
    drop_duplicates: drop_duplicates.default === true,
  };
}

/** Null while a field is wrong, or where nothing would be split off. */
export function readSplit(path: string, draft: SplitDraft): SplitRequest | null {
  const read = zSplitRequest.safeParse({ path, ...draft });
  return read.success && read.data.valid + read.data.test > 0 ? read.data : null;
}
