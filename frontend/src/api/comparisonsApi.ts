/** Method comparisons as the server tells them, and the curves of their runs. */
import { baseApi } from "@/api/baseApi";
import { type CurveColumns, curveColumns } from "@/api/curveColumns";
import { ComparisonRequestSchema } from "@/api/gen/schemas.gen";
import type { ComparisonReport, ComparisonRequest, RunCurves } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

const { methods, seeds, test_path } = ComparisonRequestSchema.properties;

/** What the backend's schema says of the choices. */
export const comparisonFields = readFields({ methods, seeds, test_path }, {});

/** The fewest and the most methods that can be set against each other. */
export const methodLimits = { fewest: methods.minItems, most: methods.maxItems };

/** Points of each curve: more than a chart has pixels. */
const curvePoints = 1000;

export type CurvesByRun = Record<string, CurveColumns>;

/** `ended` counts the runs that have ended: a new number is a new question, so that no last point is missed. */
export interface CurvesAsked {
  runIds: readonly string[];
  ended: number;
}

export const comparisonsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Newest first. */
    listComparisons: build.query<ComparisonReport[], void>({
      query: () => "/comparisons",
      providesTags: [{ type: "Comparison", id: "list" }],
    }),
    getComparison: build.query<ComparisonReport, string>({
      query: (id) => `/comparisons/${encodeURIComponent(id)}`,
      providesTags: (_report, _error, id) => [{ type: "Comparison", id }],
    }),
    compareMethods: build.mutation<ComparisonReport, ComparisonRequest>({
      query: (body) => ({ url: "/comparisons", method: "POST", body }),
      /** Kept under its id, so that its page has it at once. */
      async onQueryStarted(_asked, { dispatch, queryFulfilled }) {
        const made = await queryFulfilled.catch(() => null);
        if (!made) return;
        const { data } = made;
        await dispatch(comparisonsApi.util.upsertQueryData("getComparison", data.id, data));
      },
      invalidatesTags: [
        { type: "Comparison", id: "list" },
        { type: "Run", id: "list" },
      ],
    }),
    forgetComparison: build.mutation<void, string>({
      query: (id) => ({ url: `/comparisons/${encodeURIComponent(id)}`, method: "DELETE" }),
      // Not the comparison itself: asking for it again would only answer that it is gone.
      invalidatesTags: [{ type: "Comparison", id: "list" }],
    }),
    /** A run whose curves cannot be had is left out. */
    getMethodCurves: build.query<CurvesByRun, CurvesAsked>({
      async queryFn({ runIds }, _api, _options, ask) {
        const answers = await Promise.all(
          runIds.map(async (id) => {
            const url = `/runs/${encodeURIComponent(id)}/curves`;
            const { data } = await ask({ url, params: { points: curvePoints } });
            return data ? [[id, curveColumns(data as RunCurves)] as const] : [];
          }),
        );
        return { data: Object.fromEntries(answers.flat()) };
      },
    }),
  }),
});

export const {
  useListComparisonsQuery,
  useGetComparisonQuery,
  useCompareMethodsMutation,
  useForgetComparisonMutation,
  useGetMethodCurvesQuery,
} = comparisonsApi;
export const { getComparison } = comparisonsApi.endpoints;
