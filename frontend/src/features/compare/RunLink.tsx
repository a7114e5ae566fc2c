import { skipToken } from "@reduxjs/toolkit/query";
import { useEffect } from "react";
import { isApiProblem } from "@/api/problem";
import { useGetRunQuery } from "@/api/runsApi";
import { Alert } from "@/components/ui/Alert";
import { useAppDispatch } from "@/store/hooks";
import { runOpened } from "@/store/slices/compareSlice";

/** Follows an address that names a run: its base, with base and run as sides. */
export function RunLink({ runId }: { runId: string | null }) {
  const dispatch = useAppDispatch();
  const { currentData: run, error } = useGetRunQuery(runId ?? skipToken);
  const modelPath = run?.config.model_path;
  useEffect(() => {
    if (runId !== null && modelPath !== undefined) dispatch(runOpened({ modelPath, runId }));
  }, [dispatch, runId, modelPath]);
  if (!isApiProblem(error)) return null;
  return (
    <Alert tone="warning" title="The run in this address was not found.">
      It may have been deleted. Choose another one as a side.
    </Alert>
  );
}
