/** The computer and the engines, as the server describes them. */
import { baseApi } from "@/api/baseApi";
import type { System } from "@/api/gen/types.gen";

const systemApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getSystem: build.query<System, void>({ query: () => "/system" }),
  }),
});

export const { useGetSystemQuery } = systemApi;
