/** The states of a run in words. The names are the API's; a new one fails to compile where it is shown. */
export const runStateWords = {
  queued: "Queued",
  starting: "Starting",
  running: "Running",
  stopping: "Stopping",
  completed: "Completed",
  stopped: "Stopped",
  failed: "Failed",
  lost: "Lost",
} as const;

export type RunStateName = keyof typeof runStateWords;
