import { baseApi } from "@/api/baseApi";
import type { DatasetReport, KnownDataset } from "@/api/gen/types.gen";

const datasetsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listDatasets: build.query<KnownDataset[], void>({
      query: () => "/datasets",
      providesTags: ["Dataset"],
    }),
    inspectDataset: build.query<DatasetReport, string>({
      query: (path) => ({ url: "/datasets/inspect", method: "POST", body: { path } }),
      // The file may be edited on disk meanwhile: read it again when it is looked at again.
      keepUnusedDataFor: 0,
    }),
  }),
});

export const { useListDatasetsQuery, useInspectDatasetQuery, useLazyInspectDatasetQuery } =
  datasetsApi;
export const { inspectDataset } = datasetsApi.endpoints;
