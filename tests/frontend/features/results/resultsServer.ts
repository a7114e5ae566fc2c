/** The API as Results meets it: rows with a version, curves, notes, a trash, bundles. */
import { HttpResponse, http, ws } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { apiBaseUrl } from "@/api/baseApi";
import type { NotesChange, ResultRow, Run, RunCurves } from "@/api/gen/types.gen";
import { closeFeeds } from "@/features/training-run/runFeeds";

const at = (path: string) => `${apiBaseUrl}${path}`;
const events = ws.link(`${apiBaseUrl.replace("http", "ws")}/runs/:id/events`);

export class ResultsServer {
  rows: ResultRow[] = [];
  runs: Run[] = [];
  curves = new Map<string, RunCurves>();
  trash: ResultRow[] = [];
  /** What was sent, in order. */
  changes: { id: string; change: NotesChange }[] = [];
  bundles: string[] = [];
  /** How the table was asked for: the version at hand, and the status of the answer. */
  asked: { version: string | null; status: number }[] = [];
  /** Why the next deletion, note or bundle is refused. */
  refusal: { status: number; title: string; detail: string } | null = null;

  private told = { text: "", number: 0 };

  readonly network = setupServer(
    http.get(at("/results"), ({ request }) => {
      const version = request.headers.get("If-None-Match");
      const now = this.version();
      const same = version === now;
      this.asked.push({ version, status: same ? 304 : 200 });
      if (same) return new HttpResponse(null, { status: 304 });
      return HttpResponse.json(this.rows, { headers: { ETag: now } });
    }),
    http.get(at("/runs"), () => HttpResponse.json(this.runs)),
    http.get(at("/runs/:id"), ({ params }) => this.orGone(this.runs, params.id)),
    http.get(at("/runs/:id/curves"), ({ params }) =>
      HttpResponse.json(this.curves.get(String(params.id))),
    ),
    http.get(at("/runs/:id/files"), () =>
      HttpResponse.json([{ name: "mlx.yaml", text: "num_layers: -1\n" }]),
    ),
    http.get(at("/runs/:id/folder"), ({ params }) =>
      HttpResponse.json({
        folder: `/droid/runs/${params.id}`,
        disk_bytes: 4_000_000,
        files: [
          {
            path: "adapters/adapters.safetensors",
            kind: "adapter",
            bytes: 3_600_000,
            changed_at: "2026-01-05T08:10:00Z",
          },
        ],
      }),
    ),
    http.get(at("/runs/:id/commands"), () =>
      HttpResponse.json({
        curl: "curl -sS /api/runs -d {}\n",
        server: "curl -sS /api/runs -d @-\n",
        cli: "mlx_lm.lora --config mlx.yaml\n",
        cli_anywhere: "cat > mlx.yaml\n",
        yaml: "num_layers: -1\n",
      }),
    ),
    http.patch(at("/runs/:id"), async ({ params, request }) => {
      if (this.refusal) return this.refused();
      const change = (await request.json()) as NotesChange;
      this.changes.push({ id: String(params.id), change });
      this.rows = this.rows.map((row) =>
        row.id === params.id ? ({ ...row, ...change } as ResultRow) : row,
      );
      return this.orGone(this.rows, params.id);
    }),
    http.delete(at("/runs/:id"), ({ params }) => {
      if (this.refusal) return this.refused();
      this.trash = [...this.rows.filter(({ id }) => id === params.id), ...this.trash];
      this.rows = this.rows.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at("/runs/:id/restore"), ({ params }) => {
      const back = this.trash.filter(({ id }) => id === params.id);
      this.trash = this.trash.filter(({ id }) => id !== params.id);
      this.rows = [...back, ...this.rows];
      return HttpResponse.json(back[0]);
    }),
    http.get(at("/trash"), () =>
      HttpResponse.json({
        runs: this.trash.map(({ id }) => ({
          id,
          deleted_at: "2026-01-06T08:00:00Z",
          purged_after: "2026-01-13T08:00:00Z",
          disk_bytes: 4_000_000,
        })),
        disk_bytes: 4_000_000 * this.trash.length,
      }),
    ),
    http.delete(at("/trash"), () => {
      this.trash = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at("/bundles"), ({ request }) => {
      if (this.refusal) return this.refused();
      this.bundles.push(new URL(request.url).searchParams.get("name") ?? "");
      return HttpResponse.json(this.runs[0], { status: 201 });
    }),
    http.get(at("/runs/:id/evaluations"), () => HttpResponse.json([])),
    // Where a clone leads.
    ...["/configs/presets", "/models", "/datasets", "/enhanced/methods"].map((path) =>
      http.get(at(path), () => HttpResponse.json([])),
    ),
    http.get(at("/enhanced/rewards"), () => HttpResponse.json({ built_in: [], weights: [] })),
    http.get(at("/system"), () => HttpResponse.json({ memory_available_bytes: 16e9 })),
    http.get(at("/queue"), () => HttpResponse.json({ order: [], parallel: 1 })),
    http.get(at("/health"), () => HttpResponse.json({ status: "ok", version: "0" })),
    events.addEventListener("connection", () => {}),
  );

  /** Another one whenever the rows are others than at the last question. */
  private version(): string {
    const text = JSON.stringify(this.rows);
    if (text !== this.told.text) this.told = { text, number: this.told.number + 1 };
    return `"v${this.told.number}"`;
  }

  private orGone(known: readonly { id: string }[], id: unknown) {
    const found = known.find((one) => one.id === id);
    if (found) return HttpResponse.json(found);
    return HttpResponse.json({ title: "No such run", status: 404 }, { status: 404 });
  }

  private refused() {
    return HttpResponse.json(this.refusal, { status: this.refusal?.status ?? 500 });
  }

  forget(): void {
    this.rows = [];
    this.runs = [];
    this.curves.clear();
    this.trash = [];
    this.changes = [];
    this.bundles = [];
    this.asked = [];
    this.refusal = null;
    this.told = { text: "", number: 0 };
    this.network.resetHandlers();
  }
}

/** Serves the pages of a test file. A request that nobody answers is a failure. */
export function serveResults(): ResultsServer {
  const server = new ResultsServer();
  beforeAll(() => server.network.listen({ onUnhandledRequest: "error" }));
  afterEach(() => {
    closeFeeds();
    server.forget();
  });
  afterAll(() => server.network.close());
  return server;
}
