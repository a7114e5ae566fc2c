import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { apiBaseUrl, baseApi, socketUrl } from "@/api/baseApi";
import { isApiProblem, readProblem } from "@/api/problem";
import { createStore } from "@/store/index";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const testApi = baseApi.injectEndpoints({
  endpoints: (build) => ({ thing: build.query<{ name: string }, void>({ query: () => "/thing" }) }),
  overrideExisting: true,
});

const askFor = (answer: () => Response) => {
  server.use(http.get(`${apiBaseUrl}/thing`, answer));
  return createStore().dispatch(testApi.endpoints.thing.initiate());
};

test("an answer comes as data", async () => {
  const { data } = await askFor(() => HttpResponse.json({ name: "demo" }));
  expect(data).toEqual({ name: "demo" });
});

test("a problem document comes as a typed problem", async () => {
  const body = {
    type: "/problems/invalid-config",
    title: "The configuration cannot be used",
    status: 422,
    detail: "One field is wrong.",
    errors: [{ field: "lora_rank", message: "Must be 1 or more.", hint: "Use 32." }],
  };
  const { error } = await askFor(() =>
    HttpResponse.json(body, {
      status: 422,
      headers: { "content-type": "application/problem+json" },
    }),
  );
  expect(error).toEqual(body);
});

test("an answer that is no JSON still gives a problem with its status", async () => {
  const { error } = await askFor(() => new HttpResponse("<h1>Bad gateway</h1>", { status: 502 }));
  expect(error).toMatchObject({ status: 502, title: "The server answered 502", errors: [] });
});

test("no answer gives a problem that says what to do", async () => {
  const { error } = await askFor(() => HttpResponse.error());
  expect(error).toMatchObject({ status: 0, title: "The server does not answer" });
  expect(isApiProblem(error)).toBe(true);
});

test("what may be left out of a problem is filled in", () => {
  const problem = readProblem(404, {
    title: "No such run",
    status: 404,
    errors: [{ field: "id", message: "Unknown." }],
  });
  expect(problem).toEqual({
    type: "about:blank",
    title: "No such run",
    status: 404,
    detail: "",
    errors: [{ field: "id", message: "Unknown.", hint: null }],
  });
});

test.each([null, "text", {}, new Error("x")])("%s is no problem document", (value) => {
  expect(isApiProblem(value)).toBe(false);
});

test("sockets go to the same server", () => {
  expect(socketUrl("/runs/r1/events", { after: 41 })).toBe(
    "ws://localhost:3000/api/runs/r1/events?after=41",
  );
});
