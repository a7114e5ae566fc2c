/**
 * The one RTK Query API that the `*Api.ts` files add their endpoints to. It knows the address and
 * how errors are told; it knows no noun.
 */
import {
  type BaseQueryFn,
  createApi,
  type FetchArgs,
  type FetchBaseQueryMeta,
  fetchBaseQuery,
} from "@reduxjs/toolkit/query/react";
import { type ApiProblem, readProblem, serverUnreachable } from "@/api/problem";

/** Absolute, because fetch outside a browser knows no page to be relative to. */
export const apiBaseUrl = new URL("/api", window.location.origin).href;

/** The address of a socket under /api: ws on http, wss on https. */
export function socketUrl(path: string, query: Record<string, string | number> = {}): string {
  const url = new URL(`${apiBaseUrl}${path}`);
  url.protocol = url.protocol.replace("http", "ws");
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.href;
}

const rawQuery = fetchBaseQuery({
  baseUrl: apiBaseUrl,
  // Looked up per call, so that a faked network in tests is used.
  fetchFn: (...request) => fetch(...request),
});

const problemQuery: BaseQueryFn<
  string | FetchArgs,
  unknown,
  ApiProblem,
  object,
  FetchBaseQueryMeta
> = async (request, context, options) => {
  const { data, error, meta } = await rawQuery(request, context, options);
  if (!error) return meta ? { data, meta } : { data };
  if (typeof error.status === "number") {
    return { error: readProblem(error.status, error.data) };
  }
  if (error.status === "PARSING_ERROR") {
    return { error: readProblem(error.originalStatus, error.data) };
  }
  return { error: serverUnreachable };
};

export const baseApi = createApi({
  reducerPath: "api",
  baseQuery: problemQuery,
  tagTypes: ["Run", "Dataset", "Model", "Compare", "Comparison", "Evaluation"],
  endpoints: () => ({}),
});
