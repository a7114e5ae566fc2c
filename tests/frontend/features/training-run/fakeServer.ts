/** The server's side of runs, faked at the network: a list, and one event log a run, replayed and live. */
import { HttpResponse, http, ws } from "msw";
import { setupServer } from "msw/node";
import { apiBaseUrl } from "@/api/baseApi";
import { runOf } from "./fixtures";
import type { Queue, Run, RunEvent } from "./serverTypes";

interface Client {
  runId: string;
  after: number;
  send: (data: string) => void;
  close: (code?: number, reason?: string) => void;
}

const socketBase = apiBaseUrl.replace("http", "ws");
const eventsLink = ws.link(`${socketBase}/runs/:runId/events`);

export class FakeServer {
  runs: Run[] = [];
  logs = new Map<string, RunEvent[]>();
  clients: Client[] = [];
  /** Every connection ever, as run and first number asked for. */
  asked: { runId: string; after: number }[] = [];
  stopped: string[] = [];
  deleted: string[] = [];
  queue: Queue = { order: [], parallel: 1 };
  /** What was asked for, in order. */
  arranged: object[] = [];
  resumed: { id: string; iterations?: number }[] = [];
  started: object[] = [];

  readonly network = setupServer(
    http.get(`${apiBaseUrl}/runs`, () => HttpResponse.json(this.runs)),
    http.get(`${apiBaseUrl}/runs/:id`, ({ params }) => {
      const run = this.runs.find(({ id }) => id === params.id);
      if (run) return HttpResponse.json(run);
      const body = { title: "No such run", status: 404, detail: "It may have been deleted." };
      return HttpResponse.json(body, { status: 404 });
    }),
    http.get(`${apiBaseUrl}/runs/:id/files`, () =>
      HttpResponse.json([{ name: "mlx.yaml", text: "num_layers: -1\n" }]),
    ),
    http.get(`${apiBaseUrl}/runs/:id/evaluations`, () => HttpResponse.json([])),
    http.post(`${apiBaseUrl}/runs/:id/stop`, ({ params }) => {
      const id = String(params.id);
      this.stopped.push(id);
      const waits = this.runs.some((run) => run.id === id && run.state === "queued");
      this.change(id, { state: waits ? "stopped" : "stopping" });
      return HttpResponse.json(
        this.runs.find((run) => run.id === id),
        { status: 202 },
      );
    }),
    http.post(`${apiBaseUrl}/runs`, async ({ request }) => {
      const asked = (await request.json()) as Pick<Run, "kind" | "config">;
      this.started.push(asked);
      const run = runOf(`copy-${this.started.length}`, { ...asked, state: "queued" });
      this.runs = [run, ...this.runs];
      return HttpResponse.json(run, { status: 201 });
    }),
    http.post(`${apiBaseUrl}/runs/:id/resume`, async ({ request, params }) => {
      const id = String(params.id);
      this.resumed.push({ id, ...((await request.json()) as object) });
      this.change(id, {
        state: "queued",
        exit: null,
        ended_at: null,
        queued_at: new Date().toISOString(),
      });
      return HttpResponse.json(
        this.runs.find((run) => run.id === id),
        { status: 202 },
      );
    }),
    http.get(`${apiBaseUrl}/results`, () => HttpResponse.json([])),
    http.get(`${apiBaseUrl}/queue`, () => HttpResponse.json(this.queue)),
    http.put(`${apiBaseUrl}/queue`, async ({ request }) => {
      const asked = (await request.json()) as Partial<Queue>;
      this.arranged.push(asked);
      this.queue = { ...this.queue, ...asked };
      return HttpResponse.json(this.queue);
    }),
    http.delete(`${apiBaseUrl}/runs/:id`, ({ params }) => {
      this.deleted.push(String(params.id));
      this.runs = this.runs.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    eventsLink.addEventListener("connection", ({ client, params }) => {
      const runId = String(params.runId);
      const after = Number(new URL(client.url).searchParams.get("after"));
      this.asked.push({ runId, after });
      this.clients.push({
        runId,
        after,
        send: (data) => client.send(data),
        close: (code, reason) => client.close(code, reason),
      });
      for (const event of this.logs.get(runId) ?? []) {
        if (event.seq > after) client.send(JSON.stringify(event));
      }
    }),
  );

  /** Adds to a run's log and tells those who listen. */
  say(runId: string, ...events: RunEvent[]): void {
    this.logs.set(runId, [...(this.logs.get(runId) ?? []), ...events]);
    for (const client of this.clients.filter((one) => one.runId === runId)) {
      for (const event of events) client.send(JSON.stringify(event));
    }
  }

  /** Ends every connection of a run with a close code. */
  hangUp(runId: string, code: number, reason = ""): void {
    for (const client of this.clients.filter((one) => one.runId === runId)) {
      client.close(code, reason);
    }
    this.clients = this.clients.filter((one) => one.runId !== runId);
  }

  /** Refuses one kind of request from now on, for one test. */
  refuse(method: "post" | "put", path: string, status: number, errors: object[] = []): void {
    const body = { title: "Refused", status, detail: "There is a reason.", errors };
    this.network.use(
      http[method](`${apiBaseUrl}${path}`, () => HttpResponse.json(body, { status })),
    );
  }

  change(id: string, changes: Partial<Run>): void {
    this.runs = this.runs.map((run) => (run.id === id ? { ...run, ...changes } : run));
  }

  forget(): void {
    this.runs = [];
    this.logs.clear();
    this.clients = [];
    this.asked = [];
    this.stopped = [];
    this.deleted = [];
    this.queue = { order: [], parallel: 1 };
    this.arranged = [];
    this.resumed = [];
    this.started = [];
    this.network.resetHandlers();
  }
}
