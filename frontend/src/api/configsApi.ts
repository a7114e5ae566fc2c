import { baseApi } from "@/api/baseApi";
import type { Preset, Preview, Recommendation, TrainingConfig } from "@/api/gen/types.gen";

const kind = "sft";

const configsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getDemo: build.query<TrainingConfig, void>({ query: () => "/configs/demo" }),
    listPresets: build.query<Preset[], void>({ query: () => "/configs/presets" }),
    previewConfig: build.query<Preview, TrainingConfig>({
      query: (config) => ({ url: "/configs/preview", method: "POST", body: { kind, config } }),
    }),
    recommendConfig: build.query<Recommendation[], TrainingConfig>({
      query: (config) => ({ url: "/configs/recommended", method: "POST", body: { kind, config } }),
    }),
  }),
});

export const {
  useLazyGetDemoQuery,
  useListPresetsQuery,
  usePreviewConfigQuery,
  useRecommendConfigQuery,
} = configsApi;
export const { previewConfig } = configsApi.endpoints;
