/** The Compare page as a person meets it, over a faked server. */
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterAll, afterEach, beforeAll } from "vitest";
import { closeFeeds } from "@/features/compare/compareFeeds";
import { renderApp } from "../../renderApp";
import { CompareServer } from "./compareServer";

export function withCompareServer(): CompareServer {
  const server = new CompareServer();
  beforeAll(() => server.network.listen({ onUnhandledRequest: "error" }));
  afterEach(() => {
    cleanup();
    closeFeeds();
    server.forget();
  });
  afterAll(() => server.network.close());
  return server;
}

export async function openCompare(path = "/compare") {
  const app = renderApp(path);
  await screen.findByLabelText("Base model");
  return app;
}

export const prompt = () => screen.getByLabelText("Prompt", { selector: "textarea" });

/** Opens the page with base and newest run, and sends one prompt. */
export async function ask(text = "Where does the fox live?") {
  const app = await openCompare();
  await screen.findByLabelText("Side 2");
  await userEvent.type(prompt(), text);
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByRole("region", { name: "Answers" });
  return app;
}
