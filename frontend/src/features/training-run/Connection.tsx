import { ConnectionLine, type ConnectionLineProps } from "@/components/layout/ConnectionLine";
import { useRuns } from "./useRuns";

/** Whether the server answers, read from the list that is asked for all the time. */
export function Connection({ compact }: Pick<ConnectionLineProps, "compact">) {
  const { isError, error, isSuccess } = useRuns();
  const lost = isError && error !== undefined && "status" in error && error.status === 0;
  return (
    <ConnectionLine
      compact={compact}
      state={lost ? "lost" : isSuccess || isError ? "connected" : "connecting"}
    />
  );
}
