/** The server's side of comparisons, faked at the network: sessions with one event log each. */
import { HttpResponse, http, ws } from "msw";
import { setupServer } from "msw/node";
import { apiBaseUrl } from "@/api/baseApi";
import type { CompareSession, Run, VoteTotals, WorkerStatus } from "@/api/gen/types.gen";
import { runOf } from "../training-run/fixtures";
import { type CompareEvent, choices, idleWorker, model, numbered, sessionOf } from "./fixtures";

type Body = Parameters<typeof numbered>[1];

export const at = (path: string) => `${apiBaseUrl}${path}`;

interface Client {
  id: string;
  send: (data: string) => void;
  close: (code?: number, reason?: string) => void;
}

const eventsLink = ws.link(`${apiBaseUrl.replace("http", "ws")}/compare/:id/events`);

export class CompareServer {
  runs: Run[] = [];
  sides = choices;
  worker: WorkerStatus = idleWorker;
  totals: VoteTotals = { votes: 0, pairs: [] };
  sessions = new Map<string, CompareSession>();
  logs = new Map<string, CompareEvent[]>();
  clients: Client[] = [];
  /** What was asked, as route and body, in order. */
  asked: { route: string; body: unknown }[] = [];
  /** How the next session is told; a test may change it. */
  next: Partial<CompareSession> = {};
  #count = 0;

  readonly network = setupServer(
    http.get(at("/runs"), () => HttpResponse.json(this.runs)),
    http.get(at("/runs/:id"), ({ params }) =>
      HttpResponse.json(runOf(String(params.id), { state: "completed" })),
    ),
    http.get(at("/runs/:id/events"), () =>
      HttpResponse.json([
        { seq: 1, time: "", type: "train", step: 50, train_loss: 2 },
        { seq: 2, time: "", type: "train", step: 100, train_loss: 1 },
      ]),
    ),
    http.get(at("/models"), () =>
      HttpResponse.json([{ model, name: "Demo", source: "demo", weight_bytes: 5e6 }]),
    ),
    http.get(at("/datasets"), () => HttpResponse.json([])),
    http.get(at("/compare/sides"), () => HttpResponse.json(this.sides)),
    http.get(at("/compare/worker"), () => HttpResponse.json(this.worker)),
    http.post(at("/compare/worker/unload"), () => {
      this.asked.push({ route: "unload", body: null });
      this.worker = idleWorker;
      return HttpResponse.json(this.worker);
    }),
    http.get(at("/compare/votes"), () => HttpResponse.json(this.totals)),
    http.post(at("/compare"), async ({ request }) => this.#begin("compare", request)),
    http.post(at("/compare/scrub"), async ({ request }) => this.#begin("scrub", request)),
    http.post(at("/compare/perplexity"), async ({ request }) => this.#begin("perplexity", request)),
    http.post(at("/compare/batches"), async ({ request }) => {
      const answer = await this.#begin("batch", request);
      const session = (await answer.json()) as CompareSession;
      const batch = { session, source: "test.jsonl", total: 30, done: 0, tallies: [], rows: [] };
      return HttpResponse.json(batch, { status: 201 });
    }),
    http.get(at("/compare/:id"), ({ params }) =>
      HttpResponse.json(this.sessions.get(String(params.id))),
    ),
    http.post(at("/compare/:id/cancel"), ({ params }) => {
      this.asked.push({ route: "cancel", body: params.id });
      return HttpResponse.json(this.sessions.get(String(params.id)), { status: 202 });
    }),
    eventsLink.addEventListener("connection", ({ client, params }) => {
      const id = String(params.id);
      const after = Number(new URL(client.url).searchParams.get("after"));
      this.clients.push({
        id,
        send: (data) => client.send(data),
        close: (code, reason) => client.close(code, reason),
      });
      for (const event of this.logs.get(id) ?? []) {
        if (event.seq > after) client.send(JSON.stringify(event));
      }
    }),
  );

  async #begin(kind: CompareSession["kind"], request: Request) {
    this.#count += 1;
    const id = `${kind}-${this.#count}`;
    const body = await request.json();
    this.asked.push({ route: kind, body });
    const session = sessionOf(id, { kind, ...this.next });
    this.sessions.set(id, session);
    return HttpResponse.json(session, { status: 201 });
  }

  /** The id of the session that was started last. */
  get latest(): string {
    return [...this.sessions.keys()].at(-1) ?? "";
  }

  bodyOf(route: string): unknown {
    return this.asked.findLast((one) => one.route === route)?.body;
  }

  /** Adds to the newest session's log and tells those who listen. */
  say(...bodies: Body[]): void {
    const id = this.latest;
    const log = this.logs.get(id) ?? [];
    const events = numbered(log.length + 1, ...bodies);
    this.logs.set(id, [...log, ...events]);
    for (const client of this.clients.filter((one) => one.id === id)) {
      for (const event of events) client.send(JSON.stringify(event));
    }
  }

  hangUp(code: number, reason = ""): void {
    for (const client of this.clients) client.close(code, reason);
    this.clients = [];
  }

  forget(): void {
    this.network.resetHandlers();
    this.runs = [];
    this.sides = choices;
    this.worker = idleWorker;
    this.totals = { votes: 0, pairs: [] };
    this.sessions.clear();
    this.logs.clear();
    this.clients = [];
    this.asked = [];
    this.next = {};
  }
}
