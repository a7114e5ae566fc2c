import { isApiProblem } from "@/api/problem";
import { ConnectionLine, type ConnectionLineProps } from "@/components/layout/ConnectionLine";
import { useRuns } from "./useRuns";

/** Whether the server answers, read from the list that is asked for all the time. */
export function Connection({ compact }: Pick<ConnectionLineProps, "compact">) {
  // The error of the last answer stays until the next good one, also while it is asked again.
  const { data, error } = useRuns();
  const lost = isApiProblem(error) && error.status === 0;
  const answered = data !== undefined || error !== undefined;
  return (
    <ConnectionLine
      compact={compact}
      state={lost ? "lost" : answered ? "connected" : "connecting"}
    />
  );
}
