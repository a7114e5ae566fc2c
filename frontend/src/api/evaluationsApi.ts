/** Evaluations of a run as the server tells them: queue, look, cancel. */
import { baseApi } from "@/api/baseApi";
import { EvaluatedWeightsSchema, EvaluationRequestSchema } from "@/api/gen/schemas.gen";
import type { Evaluation, EvaluationRequest, RowsFrom } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

/** What the backend's schema says of the choices. */
export const evaluationFields = readFields(EvaluationRequestSchema.properties, {
  EvaluatedWeights: EvaluatedWeightsSchema,
});

/** What measured rows are called. */
export const rowsWords: Record<RowsFrom, string> = {
  test: "test rows",
  validation: "validation rows",
  given: "rows that were chosen",
};

const placeOf = (runId: string) => `/runs/${encodeURIComponent(runId)}/evaluations`;

export const evaluationsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Newest first. */
    listEvaluations: build.query<Evaluation[], string>({
      query: placeOf,
      providesTags: (_list, _error, runId) => [{ type: "Evaluation", id: runId }],
    }),
    evaluateRun: build.mutation<Evaluation, { runId: string } & EvaluationRequest>({
      query: ({ runId, ...body }) => ({ url: placeOf(runId), method: "POST", body }),
      invalidatesTags: (_made, error, { runId }) =>
        error ? [] : [{ type: "Evaluation", id: runId }],
    }),
    /** Cancels one that waits or is at work, deletes one that has ended. */
    dropEvaluation: build.mutation<void, { runId: string; id: string }>({
      query: ({ runId, id }) => ({
        url: `${placeOf(runId)}/${encodeURIComponent(id)}`,
        method: "DELETE",
      }),
      invalidatesTags: (_done, _error, { runId }) => [{ type: "Evaluation", id: runId }],
    }),
  }),
});

export const { useListEvaluationsQuery, useEvaluateRunMutation, useDropEvaluationMutation } =
  evaluationsApi;
export const { listEvaluations } = evaluationsApi.endpoints;
