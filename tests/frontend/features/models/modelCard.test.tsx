import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { expect, test } from "vitest";
import { card, openSetup, path } from "../setupPage";
import { at, serveSetup, wrongFields } from "../setupServer";

const server = serveSetup();

test("a model taken from the list shows its facts", async () => {
  await openSetup();
  await userEvent.click(screen.getByRole("button", { name: "Show suggestions for Model" }));
  await userEvent.click(await screen.findByRole("option", { name: /Demo/ }));
  const facts = card("About the model");
  expect(await facts.findByText("qwen2")).toBeVisible();
  expect(facts.getByText("24")).toBeVisible();
  expect(facts.getByText("float32")).toBeVisible();
});

test("a model that is not there is told beside the field, and what was typed stays", async () => {
  server.use(
    http.post(at("/models/inspect"), () =>
      wrongFields([
        { field: "model_path", message: "There is no folder /none.", hint: "Check it." },
      ]),
    ),
  );
  await openSetup();
  await userEvent.type(path("Model"), "/none");
  expect(await screen.findByText("There is no folder /none. Check it.")).toBeVisible();
  expect(path("Model")).toHaveValue("/none");
  expect(path("Model")).toBeInvalid();
});
