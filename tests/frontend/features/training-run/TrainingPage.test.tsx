import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { renderApp } from "../../renderApp";
import {
  badProof,
  evaluated,
  goodProof,
  log,
  numbered,
  runOf,
  saved,
  state,
  step,
  train,
} from "./fixtures";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();
let count = 0;
let id = "";
beforeEach(() => {
  count += 1;
  id = `run-${count}`;
});

const heading = (name: string) => screen.findByRole("heading", { level: 1, name });
const progress = () => screen.getByRole("region", { name: "Progress" });

test("without a run the page leads to Setup", async () => {
  const { router } = renderApp("/training");
  await screen.findByRole("heading", { name: "No run yet" });
  await userEvent.click(screen.getByRole("link", { name: "Go to Setup" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/setup"));
});

test("an unknown run is told as such", async () => {
  server.runs = [runOf(id)];
  renderApp("/training/gone");
  await heading("There is no such run");
  expect(screen.getByText("gone")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Show the newest run" })).toHaveAttribute(
    "href",
    "/training",
  );
});

test("a run started elsewhere appears by itself, here and in the bar", async () => {
  renderApp("/training");
  await screen.findByRole("heading", { name: "No run yet" });
  server.runs = [runOf(id)];
  await heading("pirate-demo");
  expect(screen.getByRole("region", { name: "Active run" })).toBeInTheDocument();
});

test("figures, phase, time left and title follow the events", async () => {
  server.runs = [runOf(id)];
  server.logs.set(
    id,
    numbered(
      state("running"),
      step(10),
      train(10, 2.5),
      step(20),
      train(20, 1.5),
      evaluated(24, 1.25),
      step(30),
    ),
  );
  renderApp("/training");
  await heading("pirate-demo");
  // 20 steps in 5 seconds leave 70 steps, 17.5 seconds.
  expect(await within(progress()).findByText(/18 s left/)).toBeInTheDocument();
  expect(within(progress()).getByText("Step 30 of 100")).toBeInTheDocument();
  expect(screen.getByText(/best 1\.250 at step 24/)).toBeInTheDocument();
  expect(document.title).toBe("30\u00a0% · pirate-demo");
  expect(await screen.findByRole("img", { name: /^Loss\. Train: 2 points/ })).toBeInTheDocument();
});

test("the best checkpoint is starred once, on the curve", async () => {
  server.runs = [runOf(id, { state: "completed" })];
  server.logs.set(
    id,
    numbered(
      evaluated(49, 1.1),
      saved(49, "best_adapters.safetensors"),
      saved(50, "0000050_adapters.safetensors"),
      evaluated(74, 1.4, false),
      saved(75, "0000075_adapters.safetensors"),
      saved(75),
    ),
  );
  renderApp("/training");
  await screen.findByRole("img", { name: /Best checkpoint: step 49, validation loss 1\.100\./ });
});

test("after a lost connection nothing is missed and nothing doubled", async () => {
  server.runs = [runOf(id)];
  const events = numbered(state("running"), log("one"), log("two"), log("three"));
  server.say(id, ...events.slice(0, 3));
  renderApp("/training");
  await screen.findByText("two");
  server.hangUp(id, 1012);
  await screen.findByText("The server is restarting. Trying again.");
  server.say(id, ...events.slice(3));
  await userEvent.click(screen.getByRole("button", { name: "Try now" }));
  await screen.findByText("three");
  expect(server.asked.at(-1)).toEqual({ runId: id, after: 3 });
  expect(screen.getByText("3 lines")).toBeInTheDocument();
  for (const word of ["one", "two", "three"]) expect(screen.getAllByText(word)).toHaveLength(1);
});

test("a run says more than one trains", async () => {
  server.runs = [runOf(id), runOf("beside")];
  renderApp("/training");
  await heading("pirate-demo");
  expect(await screen.findByRole("region", { name: "Active run" })).toHaveTextContent("and 1 more");
});

test("all views of a run share one connection", async () => {
  server.runs = [runOf(id)];
  renderApp("/training");
  await heading("pirate-demo");
  await screen.findByRole("region", { name: "Active run" });
  await waitFor(() => expect(server.asked).toHaveLength(1));
});

test("stop asks first, says what is kept, and then stops", async () => {
  server.runs = [runOf(id)];
  server.say(
    id,
    ...numbered(state("running"), step(42), saved(25), saved(25, "0000025_adapters.safetensors")),
  );
  renderApp("/training");
  await heading("pirate-demo");
  await within(progress()).findByText("Step 42 of 100");
  await userEvent.click(screen.getByRole("button", { name: "Stop and keep" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Stop pirate-demo?" });
  expect(dialog).toHaveTextContent("(step 42), 1 checkpoint, the log and all figures");
  expect(server.stopped).toEqual([]);
  await userEvent.click(within(dialog).getByRole("button", { name: "Stop and keep" }));
  await waitFor(() => expect(server.stopped).toEqual([id]));
  await screen.findAllByText("Stopping");
});

test("a run that waits says its place and can leave the queue", async () => {
  server.runs = [
    runOf("waits", { state: "queued", started_at: null }),
    runOf("first", { state: "queued", started_at: null }),
    runOf(id),
  ];
  renderApp("/training/waits");
  await screen.findByText("Number 2 in the queue");
  expect(screen.getByRole("button", { name: "Leave the queue" })).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Other runs" }));
  const list = await screen.findByRole("dialog", { name: "Recent runs" });
  await userEvent.click(within(list).getByRole("link", { name: /Running/ }));
  await screen.findByRole("button", { name: "Stop and keep" });
});

test.each([
  ["completed", "Finished after 100 steps."],
  ["stopped", "Stopped after 42 steps."],
  ["failed", "The loss became NaN at step 7."],
  ["lost", "The trainer is no longer there."],
] as const)("a run that is %s shows its last sentence and evidence", async (name, message) => {
  const exit = { cause: "completed" as const, message, evidence: "exit code 1" };
  server.runs = [runOf(id, { state: name, exit })];
  renderApp(`/training/${id}`);
  await screen.findByText(message);
  expect(screen.getByText("exit code 1")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Delete" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Stop and keep" })).not.toBeInTheDocument();
});

test("delete asks first, then leads away from the run", async () => {
  server.runs = [runOf(id, { state: "completed" })];
  const { router } = renderApp(`/training/${id}`);
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  await userEvent.click(await screen.findByRole("button", { name: "Delete run" }));
  await screen.findByRole("heading", { name: "No run yet" });
  expect(server.deleted).toEqual([id]);
  expect(router.state.location.pathname).toBe("/training");
});

test("a proof that holds is green and counted", async () => {
  server.runs = [runOf(id, { state: "completed", proof: goodProof })];
  renderApp(`/training/${id}`);
  const card = await screen.findByRole("region", { name: "Proof" });
  expect(within(card).getByText("Proven")).toBeInTheDocument();
  expect(within(card).getByText(/^All 4 adapters are in the file/)).toBeInTheDocument();
  expect(
    within(card).getByRole("img", { name: /^2 matrices by 2 blocks\. 4 of 4 adapters moved/ }),
  ).toBeInTheDocument();
  await userEvent.click(within(card).getByRole("button", { name: "Show norms as table" }));
  expect(within(card).getByRole("row", { name: "1 0.03000 0.08000" })).toBeInTheDocument();
});

test("a proof that fails says in words what does not hold", async () => {
  server.runs = [runOf(id, { state: "completed", proof: badProof })];
  renderApp(`/training/${id}`);
  const card = await screen.findByRole("region", { name: "Proof" });
  expect(within(card).getByText("Not proven")).toBeInTheDocument();
  for (const failure of badProof.failures ?? []) {
    expect(within(card).getByText(failure)).toBeInTheDocument();
  }
  expect(
    within(card).getByRole("img", { name: /2 of 4 adapters moved, 1 missing, 1 zero/ }),
  ).toBeInTheDocument();
});

test("the log is searched and counted", async () => {
  server.runs = [runOf(id)];
  server.say(id, ...numbered(log("Loading model"), log("Warning: slow"), log("Loading data")));
  renderApp("/training");
  await screen.findByText("3 lines");
  await userEvent.type(screen.getByRole("searchbox", { name: "Search the log" }), "LOADING");
  expect(screen.getByText("2 of 3 lines")).toBeInTheDocument();
  expect(screen.queryByText("Warning: slow")).not.toBeInTheDocument();
  await userEvent.type(screen.getByRole("searchbox"), " nothing");
  expect(screen.getByText("No line holds these words")).toBeInTheDocument();
});

test("the configuration marks what differs from the default and shows the YAML", async () => {
  server.runs = [runOf(id)];
  renderApp("/training");
  await userEvent.click(await screen.findByRole("tab", { name: "Configuration" }));
  expect(await screen.findByText("num_layers: -1")).toBeInTheDocument();
  expect(screen.getByText("1 changed from the default.")).toBeInTheDocument();
  expect(screen.getByText("default 32")).toBeInTheDocument();
});
