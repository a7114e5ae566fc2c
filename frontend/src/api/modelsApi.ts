import { baseApi } from "@/api/baseApi";
import type { KnownModel, ModelMap } from "@/api/gen/types.gen";

const modelsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listModels: build.query<KnownModel[], void>({
      query: () => "/models",
      providesTags: ["Model"],
    }),
    inspectModel: build.query<ModelMap, string>({
      query: (model) => ({ url: "/models/inspect", method: "POST", body: { model } }),
      // Large for a large model, and asked again whenever a person goes back and forth.
      keepUnusedDataFor: 600,
    }),
  }),
});

export const { useListModelsQuery, useInspectModelQuery } = modelsApi;
export const { inspectModel } = modelsApi.endpoints;
