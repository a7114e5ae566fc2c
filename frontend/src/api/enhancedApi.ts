/** What the Enhanced Setup asks besides runs: methods, rewards, previews, trials, data, samples. */
import { baseApi } from "@/api/baseApi";
import type {
  EnhancedKind,
  EnhancedPreview,
  EnhancedRunRequest,
  MethodForm,
  PromptReport,
  Rewards,
  SampleData,
  TrialReport,
} from "@/api/gen/types.gen";

const enhancedApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listMethods: build.query<MethodForm[], void>({
      query: () => "/enhanced/methods",
      // Selected in the store, also while no page of it is open.
      keepUnusedDataFor: 3600,
    }),
    listRewards: build.query<Rewards, void>({ query: () => "/enhanced/rewards" }),
    previewEnhanced: build.query<EnhancedPreview, EnhancedRunRequest>({
      query: (body) => ({ url: "/enhanced/preview", method: "POST", body }),
    }),
    inspectPrompts: build.query<PromptReport, string>({
      query: (path) => ({ url: "/enhanced/data", method: "POST", body: { path } }),
      // The file may be edited on disk meanwhile: read it again when it is looked at again.
      keepUnusedDataFor: 0,
    }),
    tryRewards: build.mutation<TrialReport, EnhancedRunRequest>({
      query: (body) => ({ url: "/enhanced/trial", method: "POST", body }),
    }),
    makeSamples: build.mutation<SampleData, EnhancedKind>({
      query: (kind) => ({ url: "/enhanced/samples", method: "POST", body: { kind } }),
      invalidatesTags: ["Dataset"],
    }),
  }),
});

export const {
  useListMethodsQuery,
  useListRewardsQuery,
  usePreviewEnhancedQuery,
  useLazyInspectPromptsQuery,
  useTryRewardsMutation,
  useMakeSamplesMutation,
} = enhancedApi;
export const { listMethods, listRewards, previewEnhanced } = enhancedApi.endpoints;
