import { skipToken } from "@reduxjs/toolkit/query/react";
import { usePreviewEnhancedQuery } from "@/api/enhancedApi";
import { isApiProblem } from "@/api/problem";
import { selectAskedRequest } from "@/store/enhancedProblems";
import { useAppSelector } from "@/store/hooks";

/** What the server says that a start would do. While the next answer is on its way the last one stays. */
export function usePreview() {
  const asked = useAppSelector(selectAskedRequest);
  const { data, currentData, isFetching, error } = usePreviewEnhancedQuery(asked ?? skipToken);
  const aboutNoField = isApiProblem(error) && error.errors.length === 0 ? error : undefined;
  return {
    preview: currentData ?? (asked && isFetching ? data : undefined),
    ready: currentData !== undefined,
    checking: isFetching,
    failure: aboutNoField,
  };
}
