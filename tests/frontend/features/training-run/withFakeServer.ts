import { cleanup } from "@testing-library/react";
import { afterAll, afterEach, beforeAll } from "vitest";
import { closeFeeds } from "@/features/training-run/runFeeds";
import { FakeServer } from "./fakeServer";

/** A faked server for the tests of one file; a request that it does not know is a failure. */
export function withFakeServer(): FakeServer {
  const server = new FakeServer();
  beforeAll(() => server.network.listen({ onUnhandledRequest: "error" }));
  afterEach(() => {
    cleanup();
    closeFeeds();
    server.forget();
  });
  afterAll(() => server.network.close());
  return server;
}
