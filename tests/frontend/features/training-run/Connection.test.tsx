import { render, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Provider } from "react-redux";
import { expect, test } from "vitest";
import { apiBaseUrl } from "@/api/baseApi";
import { Connection } from "@/features/training-run/Connection";
import { createStore } from "@/store/index";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();

const renderConnection = () =>
  render(
    <Provider store={createStore()}>
      <Connection compact />
    </Provider>,
  );

test("the line follows the server: asked, answered", async () => {
  renderConnection();
  expect(screen.getByRole("status")).toHaveTextContent("Connecting");
  await screen.findByText("Connected");
});

test("a server that does not answer is told, and its return too", async () => {
  server.network.use(http.get(`${apiBaseUrl}/runs`, () => HttpResponse.error()));
  renderConnection();
  await screen.findByText("Server does not answer");
  server.network.resetHandlers();
  await screen.findByText("Connected");
});

test("a server that answers with an error is there", async () => {
  const body = { title: "Broken", status: 500, detail: "" };
  server.network.use(
    http.get(`${apiBaseUrl}/runs`, () => HttpResponse.json(body, { status: 500 })),
  );
  renderConnection();
  await screen.findByText("Connected");
});
