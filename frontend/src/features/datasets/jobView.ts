/** A job as a page shows it: how far, what came of it, what went wrong, and the way to end it. */
import { skipToken } from "@reduxjs/toolkit/query/react";
import {
  addressOf,
  type DataJob,
  followJob,
  isOver,
  useCancelDataJobMutation,
  useGetDataJobQuery,
} from "@/api/datasetJobs";
import type { JobProgress } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useAppDispatch } from "@/store/hooks";

export interface JobView<Job extends DataJob> {
  busy: boolean;
  cancelled: boolean;
  progress: JobProgress | null;
  /** What went wrong and what to do, in one line. */
  problem: string | undefined;
  /** The answer that refused it, where one did. */
  error: unknown;
  result: Job["result"] | undefined;
  cancel: () => void;
}

interface Begun<Job extends DataJob> {
  job: Job | undefined;
  error: unknown;
  beginning: boolean;
}

function useJobView<Job extends DataJob>({ job: begun, error, beginning }: Begun<Job>) {
  const [cancel] = useCancelDataJobMutation();
  // One that is over when it comes, as from the cache, is not asked after.
  const address = begun && !isOver(begun) ? addressOf(begun) : undefined;
  const asked = useGetDataJobQuery(address ?? skipToken);
  const job = (asked.currentData ?? begun) as Job | undefined;
  const failed = error ?? (address ? asked.error : undefined);
  const ended = job !== undefined && isOver(job);
  const view: JobView<Job> = {
    busy: beginning || (job !== undefined && !ended && !failed),
    cancelled: job?.state === "cancelled",
    progress: (!ended && job?.progress) || null,
    problem: beginning ? undefined : (problemInWords(failed) ?? wordsOf(job)),
    error: beginning ? undefined : failed,
    result: job?.state === "done" ? job.result : undefined,
    cancel: () => {
      if (address) void cancel(address);
    },
  };
  return view;
}

function wordsOf(job: DataJob | undefined): string | undefined {
  if (job?.state !== "failed") return undefined;
  const { message, hint } = job.problem ?? { message: "The work ended without a result." };
  return hint ? `${message} ${hint}` : message;
}

interface AskedJob<Job> {
  currentData?: Job | undefined;
  error?: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

/** The job that answers a question. */
export function useAskedJob<Job extends DataJob>(query: AskedJob<Job>) {
  const view = useJobView({
    job: query.currentData,
    error: query.error,
    beginning: query.isFetching,
  });
  return { ...view, again: () => void query.refetch() };
}

type Trigger<Body, Job> = readonly [
  (body: Body) => PromiseLike<{ data?: Job | undefined }>,
  { data?: Job | undefined; error?: unknown; isLoading: boolean; reset: () => void },
];

/** A job that a press of a button begins; `run` gives its result, or nothing where it has none. */
export function useRunJob<Body, Job extends DataJob>([start, begun]: Trigger<Body, Job>) {
  const dispatch = useAppDispatch();
  const view = useJobView({ job: begun.data, error: begun.error, beginning: begun.isLoading });

  async function run(body: Body): Promise<Job["result"] | undefined> {
    const { data } = await start(body);
    if (!data) return undefined;
    // A failed answer is shown by the view.
    const ended = await dispatch(followJob(data)).catch(() => undefined);
    return ended?.state === "done" ? ended.result : undefined;
  }

  return { ...view, run, reset: begun.reset };
}
