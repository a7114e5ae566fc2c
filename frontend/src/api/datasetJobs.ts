/** Long work on data: begun by one request, asked after until it ends, ended by another. */
import type { ThunkDispatch, UnknownAction } from "@reduxjs/toolkit";
import { baseApi } from "@/api/baseApi";
import type {
  ColumnsJob,
  ColumnsRequest,
  FixJob,
  FixRequest,
  ImportJob,
  ImportRequest,
  ReportJob,
  ReportRequest,
  RowTokens,
  RowTokensRequest,
  SplitJob,
  SplitRequest,
} from "@/api/gen/types.gen";

export type DataJob = ReportJob | FixJob | ColumnsJob | ImportJob | SplitJob;
type Dispatch = ThunkDispatch<unknown, unknown, UnknownAction>;

/** How long one question stays open: progress is as old as this at most. */
const waitSeconds = 1;

export function addressOf({ id, kind }: DataJob): string {
  return `/datasets/${kind === "report" ? "reports" : "jobs"}/${encodeURIComponent(id)}`;
}

export function isOver({ state }: DataJob): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

const jobsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getDataJob: build.query<DataJob, string>({
      query: (address) => ({ url: address, params: { wait: waitSeconds } }),
    }),
    cancelDataJob: build.mutation<void, string>({
      query: (address) => ({ url: address, method: "DELETE" }),
    }),
  }),
});

export const { useGetDataJobQuery, useCancelDataJobMutation } = jobsApi;
const { getDataJob, cancelDataJob } = jobsApi.endpoints;

/** Asks after a job until it has ended; one that nobody wants any more is ended. Rejects with the problem of a failed answer. */
export function followJob<Job extends DataJob>(job: Job, isWanted: () => boolean = () => true) {
  return async (dispatch: Dispatch): Promise<Job> => {
    const address = addressOf(job);
    let now: DataJob = job;
    while (!isOver(now)) {
      if (!isWanted()) {
        await dispatch(cancelDataJob.initiate(address, { track: false }));
        return now as Job;
      }
      const asked = getDataJob.initiate(address, { forceRefetch: true, subscribe: false });
      now = await dispatch(asked).unwrap();
    }
    return now as Job;
  };
}

interface Begun<Job> {
  dispatch: Dispatch;
  queryFulfilled: Promise<{ data: Job }>;
  getCacheEntry: () => { data?: Job | undefined };
}

/** Follows a job that answers a question, for as long as the question is asked. */
async function followBegun<Job extends DataJob>(_question: unknown, begun: Begun<Job>) {
  try {
    const { data: job } = await begun.queryFulfilled;
    await begun.dispatch(followJob(job, () => begun.getCacheEntry().data?.id === job.id));
  } catch {
    // The query of the job or of its beginning holds the problem, and the page shows it.
  }
}

const workApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    reportTokens: build.query<ReportJob, ReportRequest>({
      query: (body) => ({ url: "/datasets/reports", method: "POST", body }),
      keepUnusedDataFor: 0,
      onQueryStarted: followBegun,
    }),
    previewFix: build.query<FixJob, FixRequest>({
      query: (body) => ({ url: "/datasets/fixes", method: "POST", body }),
      keepUnusedDataFor: 0,
      onQueryStarted: followBegun,
    }),
    readColumns: build.query<ColumnsJob, ColumnsRequest>({
      query: (body) => ({ url: "/datasets/columns", method: "POST", body }),
      keepUnusedDataFor: 0,
      onQueryStarted: followBegun,
    }),
    applyFix: build.mutation<FixJob, FixRequest>({
      query: (body) => ({ url: "/datasets/fixes/apply", method: "POST", body }),
    }),
    importData: build.mutation<ImportJob, ImportRequest>({
      query: (body) => ({ url: "/datasets/import", method: "POST", body }),
    }),
    splitData: build.mutation<SplitJob, SplitRequest>({
      query: (body) => ({ url: "/datasets/split", method: "POST", body }),
    }),
    /** The file may be edited on disk meanwhile: a row is read again when it is looked at again. */
    showTokens: build.query<RowTokens, RowTokensRequest>({
      query: (body) => ({ url: "/datasets/tokens", method: "POST", body }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useReportTokensQuery,
  usePreviewFixQuery,
  useReadColumnsQuery,
  useApplyFixMutation,
  useImportDataMutation,
  useSplitDataMutation,
  useShowTokensQuery,
} = workApi;
