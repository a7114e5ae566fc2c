/** Runs as the server tells them: queue, list, one, stop, delete. Live figures come over the socket. */
import { baseApi } from "@/api/baseApi";
import type { Run, StartTrainingData, TrainerFile } from "@/api/gen/types.gen";

const runsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Every run, newest first. */
    listRuns: build.query<Run[], void>({
      query: () => "/runs",
      providesTags: (runs = []) => [
        { type: "Run", id: "list" },
        ...runs.map(({ id }) => ({ type: "Run" as const, id })),
      ],
    }),
    getRun: build.query<Run, string>({
      query: (id) => `/runs/${encodeURIComponent(id)}`,
      providesTags: (_run, _error, id) => [{ type: "Run", id }],
    }),
    /** What the trainer was started with, the file to repeat the run with first. It never changes. */
    getRunFiles: build.query<TrainerFile[], string>({
      query: (id) => `/runs/${encodeURIComponent(id)}/files`,
    }),
    startRun: build.mutation<Run, StartTrainingData["body"]>({
      query: (body) => ({ url: "/runs", method: "POST", body }),
      invalidatesTags: [{ type: "Run", id: "list" }],
    }),
    stopRun: build.mutation<Run, string>({
      query: (id) => ({ url: `/runs/${encodeURIComponent(id)}/stop`, method: "POST" }),
      invalidatesTags: (_run, _error, id) => [
        { type: "Run", id: "list" },
        { type: "Run", id },
      ],
    }),
    deleteRun: build.mutation<void, string>({
      query: (id) => ({ url: `/runs/${encodeURIComponent(id)}`, method: "DELETE" }),
      // Not the run itself: asking for it again would only answer that it is gone.
      invalidatesTags: [{ type: "Run", id: "list" }],
    }),
  }),
});

export const {
  useListRunsQuery,
  useGetRunQuery,
  useGetRunFilesQuery,
  useStartRunMutation,
  useStopRunMutation,
  useDeleteRunMutation,
} = runsApi;

export const { listRuns } = runsApi.endpoints;
