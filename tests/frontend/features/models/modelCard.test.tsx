import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, HttpResponse, http } from "msw";
import { describe, expect, test } from "vitest";
import { card, openSetup, path } from "../setupPage";
import { at, modelOf, serveSetup, wrongFields } from "../setupServer";

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

describe("a float32 copy", () => {
  const offer = "Make a float32 copy";
  const half = { ...modelOf(24), dtype: "bfloat16", faster_in_float32: true };
  const inspects = () =>
    http.post(at("/models/inspect"), async ({ request }) => {
      const { model } = (await request.json()) as { model: string };
      return HttpResponse.json(model.endsWith("-float32") ? modelOf(24) : half);
    });
  const begins = () =>
    http.post(at("/models/float32"), () =>
      HttpResponse.json({ id: "j1", kind: "float32", state: "queued" }, { status: 201 }),
    );
  const stands = (job: object) =>
    http.get(at("/models/float32/j1"), () =>
      HttpResponse.json({ id: "j1", kind: "float32", progress: null, problem: null, ...job }),
    );

  async function openHalf() {
    await openSetup();
    await userEvent.click(path("Model"));
    await userEvent.paste("/half"); // at once: every pause in typing asks anew
    return screen.findByText(offer);
  }

  test("is offered only where it would train faster", async () => {
    await openSetup();
    await userEvent.type(path("Model"), "/models/demo");
    await card("About the model").findByText("qwen2");
    expect(screen.queryByText(offer)).toBeNull();
  });

  test("takes the place of the model, which can be undone", async () => {
    server.use(
      inspects(),
      begins(),
      stands({
        state: "done",
        result: { model: "/droid/models/half-float32", weight_bytes: 9_382_482, found: false },
      }),
    );
    await userEvent.click(await openHalf());
    await waitFor(() => expect(path("Model")).toHaveValue("/droid/models/half-float32"));
    await waitFor(() => expect(screen.queryByText(offer)).toBeNull());
    await userEvent.click(await screen.findByText("Undo"));
    expect(path("Model")).toHaveValue("/half");
  });

  test("shows how far it is and can be cancelled", async () => {
    let cancelled = false;
    server.use(
      inspects(),
      begins(),
      http.get(at("/models/float32/j1"), async () => {
        await delay(20); // the server holds the question open for a second
        return HttpResponse.json({
          id: "j1",
          kind: "float32",
          state: cancelled ? "cancelled" : "running",
          progress: { done: 1_000_000, total: 4_000_000, unit: "bytes" },
        });
      }),
      http.delete(at("/models/float32/j1"), () => {
        cancelled = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await userEvent.click(await openHalf());
    await waitFor(() =>
      expect(screen.getByLabelText("Copying in float32")).toHaveAttribute("aria-valuenow", "25"),
    );
    const offered = within(screen.getByLabelText("Faster in float32"));
    await userEvent.click(offered.getByRole("button", { name: /Cancel/ }));
    expect(await screen.findByText(offer)).toBeVisible();
    expect(cancelled).toBe(true);
    expect(path("Model")).toHaveValue("/half");
  });

  test("that cannot be made says why", async () => {
    server.use(
      inspects(),
      begins(),
      stands({
        state: "failed",
        problem: { field: "model", message: "The copy takes 9.0 GB.", hint: "Free some space." },
      }),
    );
    await userEvent.click(await openHalf());
    expect(await screen.findByText("The copy takes 9.0 GB. Free some space.")).toBeVisible();
    expect(screen.getByText(offer)).toBeVisible();
  });
});
