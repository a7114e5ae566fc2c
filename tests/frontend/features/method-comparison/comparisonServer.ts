/** The API as the comparison pages meet it: comparisons, curves, a list of runs, and what was asked. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { ComparisonReport, ComparisonRequest, RunCurves } from "@/api/gen/types.gen";
import { at, problem } from "../setupServer";

export class ComparisonServer {
  comparisons: ComparisonReport[] = [];
  curves: Record<string, RunCurves> = {};
  asked: ComparisonRequest[] = [];
  forgotten: string[] = [];

  readonly answers = [
    http.get(at("/comparisons"), () => HttpResponse.json(this.comparisons)),
    http.get(at("/comparisons/:id"), ({ params }) => {
      const found = this.comparisons.find(({ id }) => id === params.id);
      if (found) return HttpResponse.json(found);
      return problem(404, { title: "Not found", detail: "It may have been deleted." });
    }),
    http.post(at("/comparisons"), async ({ request }) => {
      this.asked.push((await request.json()) as ComparisonRequest);
      return HttpResponse.json(this.comparisons[0], { status: 201 });
    }),
    http.delete(at("/comparisons/:id"), ({ params }) => {
      this.forgotten.push(String(params.id));
      this.comparisons = this.comparisons.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.get(at("/runs/:id/curves"), ({ params }) => {
      const found = this.curves[String(params.id)];
      return found ? HttpResponse.json(found) : problem(404, { title: "No such run", detail: "" });
    }),
  ];

  forget() {
    this.comparisons = [];
    this.curves = {};
    this.asked = [];
    this.forgotten = [];
  }
}

/** Serves the comparison pages of a test file alone. A request that nobody answers is a failure. */
export function serveComparisons() {
  const server = new ComparisonServer();
  const network = setupServer(
    ...server.answers,
    http.get(at("/runs"), () => HttpResponse.json([])),
    http.get(at("/runs/:id"), () => problem(404, { title: "No such run", detail: "" })),
    http.get(at("/health"), () => HttpResponse.json({ status: "ok", version: "0" })),
    http.get(at("/queue"), () => HttpResponse.json({ order: [], parallel: 1 })),
  );
  beforeAll(() => network.listen({ onUnhandledRequest: "error" }));
  beforeEach(() => server.forget());
  afterEach(() => network.resetHandlers());
  afterAll(() => network.close());
  return server;
}
