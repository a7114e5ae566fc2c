/** Runs as the server tells them: list, one, start, stop, resume, delete. Live figures come over the socket. */
import { baseApi } from "@/api/baseApi";
import { ResumeRequestSchema } from "@/api/gen/schemas.gen";
import type { ResumeRequest, Run, StartTrainingData, TrainerFile } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

/** What the backend's schema says of the length of a run that goes on. */
export const { iterations: resumeField } = readFields(ResumeRequestSchema.properties, {});

const runsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Every run, newest first. */
    listRuns: build.query<Run[], void>({
      query: () => "/runs",
      // Said to be frozen: the store would look into every part of a thousand runs to make sure.
      transformResponse: (runs: Run[]) => Object.freeze(runs) as Run[],
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
    /** An ended run goes on; it keeps its id. Shown as waiting as soon as the server agrees. */
    resumeRun: build.mutation<Run, { id: string } & ResumeRequest>({
      query: ({ id, ...body }) => ({
        url: `/runs/${encodeURIComponent(id)}/resume`,
        method: "POST",
        body,
      }),
      async onQueryStarted({ id }, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => null);
        if (!answer) return;
        dispatch(
          runsApi.util.updateQueryData("listRuns", undefined, (runs) =>
            runs.map((run) => (run.id === id ? answer.data : run)),
          ),
        );
      },
      invalidatesTags: (_run, error, { id }) =>
        error
          ? []
          : [
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
  useResumeRunMutation,
  useDeleteRunMutation,
} = runsApi;

export const { listRuns } = runsApi.endpoints;
