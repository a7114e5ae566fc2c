import { useLazyInspectDatasetQuery } from "@/api/datasetsApi";
import { useLazyInspectPromptsQuery } from "@/api/enhancedApi";
import type { RowError } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";

/** What both sorts of report say. */
export interface DataReport {
  rows: number;
  error_count: number;
  errors: readonly RowError[];
  sample: readonly Record<string, unknown>[];
  /** A fact that only this sort of rows has. */
  fact: string;
}

export type DataLook = ReturnType<typeof useDataReport>;

/** A look into a data file when it is asked for: chat rows for SFT, prompts and answers for the others. */
export function useDataReport(path: string, rewarded: boolean) {
  const [lookAtChat, chat] = useLazyInspectDatasetQuery();
  const [lookAtPrompts, prompts] = useLazyInspectPromptsQuery();
  const asked = path.trim();
  const { originalArgs, currentData, isFetching, error } = rewarded ? prompts : chat;
  // A report on another file than the one in the field would mislead.
  const fits = originalArgs === asked && asked !== "";
  return {
    validate: (file: string) => void (rewarded ? lookAtPrompts(file) : lookAtChat(file)),
    loading: fits && isFetching,
    report: fits && !isFetching && currentData ? readReport(currentData) : undefined,
    error: fits && !isFetching ? problemInWords(error) : undefined,
  };
}

type AnyReport = NonNullable<
  | ReturnType<typeof useLazyInspectDatasetQuery>[1]["data"]
  | ReturnType<typeof useLazyInspectPromptsQuery>[1]["data"]
>;

function readReport(report: AnyReport): DataReport {
  const fact =
    "rows_with_system" in report
      ? `${report.rows_with_system} with system, longest prompt ${report.prompt_characters_max} characters`
      : `${report.format ?? "unknown"} rows, longest ${report.characters_max} characters`;
  return { ...report, fact };
}
