import { baseApi } from "@/api/baseApi";
import type { Float32Job, KnownModel, ModelMap } from "@/api/gen/types.gen";

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
    copyInFloat32: build.mutation<Float32Job, string>({
      query: (model) => ({ url: "/models/float32", method: "POST", body: { model } }),
    }),
    getFloat32: build.query<Float32Job, string>({
      query: (id) => ({ url: `/models/float32/${encodeURIComponent(id)}`, params: { wait: 1 } }),
    }),
    cancelFloat32: build.mutation<void, string>({
      query: (id) => ({ url: `/models/float32/${encodeURIComponent(id)}`, method: "DELETE" }),
    }),
  }),
});

export const {
  useListModelsQuery,
  useInspectModelQuery,
  useCopyInFloat32Mutation,
  useCancelFloat32Mutation,
} = modelsApi;
export const { inspectModel, getFloat32 } = modelsApi.endpoints;
export const modelsChanged = () => modelsApi.util.invalidateTags(["Model"]);
