/** Results as the server tells them: rows of the table, curves, folders, the trash, and runs as single files. */
import { apiBaseUrl, baseApi } from "@/api/baseApi";
import { type CurveColumns, curveColumns } from "@/api/curveColumns";
import type {
  NotesChange,
  ResultRow,
  RunCommands,
  RunCurves,
  RunFiles,
  Trash,
} from "@/api/gen/types.gen";

/** Rows with the name of their version, by which the next question can be answered with "unchanged". */
export interface Results {
  version: string | null;
  rows: ResultRow[];
}

const unchanged = 304;
const address = (id: string) => `/runs/${encodeURIComponent(id)}`;

const resultsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** Every run, newest first. An unchanged table is neither sent nor read again, and stays the same object. */
    listResults: build.query<Results, void>({
      queryFn: async (_all, { getState }, _options, ask) => {
        const known = resultsAtHand(getState());
        const { data, error, meta } = await ask({
          url: "/results",
          // The version is asked about here; the browser's own cache would hide the answer.
          cache: "no-store",
          ...(known?.version && { headers: { "If-None-Match": known.version } }),
          validateStatus: ({ ok, status }) => ok || status === unchanged,
        });
        if (error) return { error };
        if (known && meta?.response?.status === unchanged) return { data: known };
        const version = meta?.response?.headers.get("ETag") ?? null;
        // Said to be frozen: the store would look into every figure of a thousand rows to make sure.
        return { data: Object.freeze({ version, rows: data as ResultRow[] }) };
      },
      providesTags: [{ type: "Run", id: "list" }],
    }),
    getCurves: build.query<CurveColumns, string>({
      query: (id) => ({ url: `${address(id)}/curves`, params: { points: mostPoints } }),
      transformResponse: (curves: RunCurves) => curveColumns(curves),
      keepUnusedDataFor: 30,
      providesTags: (_curves, _error, id) => [{ type: "Run", id }],
    }),
    getFolder: build.query<RunFiles, string>({
      query: (id) => `${address(id)}/folder`,
      keepUnusedDataFor: 0,
      providesTags: (_files, _error, id) => [{ type: "Run", id }],
    }),
    getCommands: build.query<RunCommands, string>({ query: (id) => `${address(id)}/commands` }),
    /** Shown as wished at once; taken back where the server refuses. */
    annotateRun: build.mutation<ResultRow, { id: string; change: NotesChange }>({
      query: ({ id, change }) => ({ url: address(id), method: "PATCH", body: change }),
      async onQueryStarted({ id, change }, { dispatch, queryFulfilled }) {
        const show = (row: Partial<ResultRow>) =>
          dispatch(
            resultsApi.util.updateQueryData("listResults", undefined, (results) => {
              const shown = results.rows.find((one) => one.id === id);
              if (shown) Object.assign(shown, row);
              // These rows are of no version that the server knows.
              results.version = null;
            }),
          );
        const wish = show(wished(change));
        const answer = await queryFulfilled.catch(() => null);
        if (answer) show(answer.data);
        else wish.undo();
      },
    }),
    getTrash: build.query<Trash, void>({
      query: () => "/trash",
      keepUnusedDataFor: 0,
      providesTags: [{ type: "Run", id: "trash" }],
    }),
    emptyTrash: build.mutation<void, void>({
      query: () => ({ url: "/trash", method: "DELETE" }),
      invalidatesTags: [{ type: "Run", id: "trash" }],
    }),
    restoreRun: build.mutation<ResultRow, string>({
      query: (id) => ({ url: `${address(id)}/restore`, method: "POST" }),
      invalidatesTags: [
        { type: "Run", id: "list" },
        { type: "Run", id: "trash" },
      ],
    }),
  }),
});

/** Typed on its own: the endpoint that asks cannot be told its own type. */
function resultsAtHand(state: unknown): Results | undefined {
  return listResults.select()(state as never).data;
}

/** More than a screen has columns, and enough that a run of 10 000 reports is drawn as it was told. */
const mostPoints = 10_000;

/** What is left out of a change stays as it is. */
function wished({ starred, tags, note }: NotesChange): Partial<ResultRow> {
  return {
    ...(typeof starred === "boolean" && { starred }),
    ...(tags && { tags }),
    ...(typeof note === "string" && { note }),
  };
}

export const {
  useListResultsQuery,
  useGetFolderQuery,
  useGetCommandsQuery,
  useAnnotateRunMutation,
  useGetTrashQuery,
  useEmptyTrashMutation,
  useRestoreRunMutation,
} = resultsApi;
export const { listResults, getCurves, restoreRun } = resultsApi.endpoints;

/** The run as one file, without or with its adapter. */
export function bundleUrl(id: string, withAdapter: boolean): string {
  return `${apiBaseUrl}${address(id)}/bundle${withAdapter ? "?adapter=true" : ""}`;
}

/** The run as a page that needs nothing else. */
export function reportUrl(id: string): string {
  return `${apiBaseUrl}${address(id)}/report`;
}
