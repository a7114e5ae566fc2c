/** Runs as the server tells them: list, one, start, stop, resume, delete. Live figures come over the socket. */
import { baseApi } from "@/api/baseApi";
import { ResumeRequestSchema } from "@/api/gen/schemas.gen";
import type { ResumeRequest, Run, StartTrainingData, TrainerFile } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

/** What the backend's schema says of the length of a run that goes on. */
export const { iterations: resumeField } = readFields(ResumeRequestSchema.properties, {});

/** As many ended runs as the pages that follow runs ask for: a home may hold thousands. */
const recentlyEnded = 50;

const runsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Every run that has not ended and those that ended last, newest first. Small, since it is asked for all the time. */
    listRuns: build.query<Run[], void>({
      query: () => ({ url: "/runs", params: { ended: recentlyEnded } }),
      providesTags: (runs = []) => [
        { type: "Run", id: "list" },
        ...runs.map(({ id }) => ({ type: "Run" as const, id })),
      ],
    }),
    getRun: build.query<Run, string>({
      query: (id) => `/runs/${encodeURIComponent(id)}`,
      providesTags: (_run, _error, id) => [{ type: "Run", id }],
    }),
    /** Some runs, whenever they ended. Those that are gone are left out. */
    getRuns: build.query<Run[], readonly string[]>({
      queryFn: async (ids, _api, _options, ask) => {
        const answers = await Promise.all(ids.map((id) => ask(`/runs/${encodeURIComponent(id)}`)));
        const failed = answers.find(({ error }) => error && error.status !== 404);
        if (failed?.error) return { error: failed.error };
        return { data: answers.flatMap(({ data }) => (data ? [data as Run] : [])) };
      },
      providesTags: (_runs, _error, ids) => ids.map((id) => ({ type: "Run", id })),
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
  useGetRunsQuery,
  useGetRunFilesQuery,
  useStartRunMutation,
  useStopRunMutation,
  useResumeRunMutation,
  useDeleteRunMutation,
} = runsApi;

export const { listRuns } = runsApi.endpoints;
