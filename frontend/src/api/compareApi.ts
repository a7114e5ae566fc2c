/** Comparisons as the server tells them. Tokens, rows and progress come over the socket. */
import { apiBaseUrl, baseApi } from "@/api/baseApi";
import type {
  AnswerScores,
  BatchRequest,
  CompareBatch,
  CompareRequest,
  CompareSession,
  PerplexityRequest,
  ReplayEventsResponse,
  ScrubRequest,
  SideChoices,
  VoteAnswer,
  VoteRequest,
  VoteTotals,
  WorkerSettings,
  WorkerStatus,
} from "@/api/gen/types.gen";
import { type LossCurve, lossCurve } from "@/api/lossCurve";

/** A session as it was accepted, kept under its id so that nobody asks for it again. */
const remember = (session: CompareSession) =>
  compareApi.util.upsertQueryData("getCompare", session.id, session);

const compareApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** The base and every ended run with an adapter for it, newest first. */
    listSides: build.query<SideChoices, string>({
      query: (model) => ({ url: "/compare/sides", params: { model } }),
      providesTags: [{ type: "Run", id: "list" }],
    }),
    getCompare: build.query<CompareSession, string>({
      query: (id) => `/compare/${encodeURIComponent(id)}`,
      providesTags: (_session, _error, id) => [{ type: "Compare", id }],
    }),
    startCompare: build.mutation<CompareSession, CompareRequest>({
      query: (body) => ({ url: "/compare", method: "POST", body }),
      invalidatesTags: [{ type: "Compare", id: "worker" }],
      onQueryStarted: (_body, { dispatch, queryFulfilled }) =>
        queryFulfilled.then(({ data }) => void dispatch(remember(data))).catch(() => {}),
    }),
    startScrub: build.mutation<CompareSession, ScrubRequest>({
      query: (body) => ({ url: "/compare/scrub", method: "POST", body }),
      invalidatesTags: [{ type: "Compare", id: "worker" }],
      onQueryStarted: (_body, { dispatch, queryFulfilled }) =>
        queryFulfilled.then(({ data }) => void dispatch(remember(data))).catch(() => {}),
    }),
    startPerplexity: build.mutation<CompareSession, PerplexityRequest>({
      query: (body) => ({ url: "/compare/perplexity", method: "POST", body }),
      onQueryStarted: (_body, { dispatch, queryFulfilled }) =>
        queryFulfilled.then(({ data }) => void dispatch(remember(data))).catch(() => {}),
    }),
    startBatch: build.mutation<CompareBatch, BatchRequest>({
      query: (body) => ({ url: "/compare/batches", method: "POST", body }),
      onQueryStarted: (_body, { dispatch, queryFulfilled }) =>
        queryFulfilled.then(({ data }) => void dispatch(remember(data.session))).catch(() => {}),
    }),
    /** Any session: a comparison, a scrub, a batch or a perplexity. */
    cancelCompare: build.mutation<CompareSession, string>({
      query: (id) => ({ url: `/compare/${encodeURIComponent(id)}/cancel`, method: "POST" }),
    }),
    /** One side's answer under every side. It never changes. */
    getScores: build.query<AnswerScores, { id: string; answer_of: number }>({
      query: ({ id, answer_of }) => ({
        url: `/compare/${encodeURIComponent(id)}/score`,
        method: "POST",
        body: { answer_of },
      }),
    }),
    castVote: build.mutation<VoteAnswer, VoteRequest>({
      query: (body) => ({ url: "/compare/votes", method: "POST", body }),
      // The session too: it tells its names and speeds from now on.
      invalidatesTags: (_vote, _error, { compare_id }) => [
        { type: "Compare", id: "votes" },
        { type: "Compare", id: compare_id },
      ],
    }),
    undoVote: build.mutation<void, { voteId: string; compareId: string }>({
      query: ({ voteId }) => ({
        url: `/compare/votes/${encodeURIComponent(voteId)}`,
        method: "DELETE",
      }),
      invalidatesTags: (_vote, _error, { compareId }) => [
        { type: "Compare", id: "votes" },
        { type: "Compare", id: compareId },
      ],
    }),
    countVotes: build.query<VoteTotals, void>({
      query: () => "/compare/votes",
      providesTags: [{ type: "Compare", id: "votes" }],
    }),
    getWorker: build.query<WorkerStatus, void>({
      query: () => "/compare/worker",
      providesTags: [{ type: "Compare", id: "worker" }],
    }),
    setWorker: build.mutation<WorkerStatus, WorkerSettings>({
      query: (body) => ({ url: "/compare/worker/settings", method: "PUT", body }),
      invalidatesTags: [{ type: "Compare", id: "worker" }],
    }),
    /** Everything, or the one adapter with this key. */
    unloadWorker: build.mutation<WorkerStatus, string | null>({
      query: (side) => ({ url: "/compare/worker/unload", method: "POST", body: { side } }),
      invalidatesTags: [{ type: "Compare", id: "worker" }],
    }),
    /** Losses of an ended run, out of its events. */
    getLossCurve: build.query<LossCurve, string>({
      query: (runId) => `/runs/${encodeURIComponent(runId)}/events`,
      transformResponse: (events: ReplayEventsResponse) => lossCurve(events),
    }),
  }),
});

export const {
  useListSidesQuery,
  useGetCompareQuery,
  useStartCompareMutation,
  useStartScrubMutation,
  useStartPerplexityMutation,
  useStartBatchMutation,
  useCancelCompareMutation,
  useGetScoresQuery,
  useCastVoteMutation,
  useUndoVoteMutation,
  useCountVotesQuery,
  useGetWorkerQuery,
  useSetWorkerMutation,
  useUnloadWorkerMutation,
  useGetLossCurveQuery,
} = compareApi;

/** Votes as preference pairs, one a line. */
export const preferencesUrl = `${apiBaseUrl}/compare/votes/export`;

/** A batch's rows as a file. */
export function batchExportUrl(id: string, format: "jsonl" | "csv"): string {
  return `${apiBaseUrl}/compare/batches/${encodeURIComponent(id)}/export?format=${format}`;
}
