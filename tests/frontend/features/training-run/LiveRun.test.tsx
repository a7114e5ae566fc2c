import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StrictMode } from "react";
import { Provider } from "react-redux";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { ActiveRunBar } from "@/features/training-run/ActiveRunBar";
import { LiveRun } from "@/features/training-run/LiveRun";
import { createStore } from "@/store/index";
import { evaluated, goodProof, log, numbered, runOf, state, step, train } from "./fixtures";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();

/** As Setup and the frame show it, mounted twice as in development. */
function renderLiveRun() {
  return render(
    <StrictMode>
      <Provider store={createStore()}>
        <MemoryRouter>
          <ActiveRunBar />
          <LiveRun />
        </MemoryRouter>
      </Provider>
    </StrictMode>,
  );
}

const card = () => screen.findByRole("region", { name: "pirate-demo" });
const begun = [
  state("running"),
  { type: "phase", phase: "evaluating", done: 3, total: 8, unit: "batches" },
  step(20),
  train(20, 1.5),
  evaluated(24, 1.25),
] as const;

test("the card tells the run in short, over one connection", async () => {
  server.runs = [runOf("short")];
  server.say("short", ...numbered(...begun));
  renderLiveRun();
  const live = within(await card());
  expect(await live.findByText("1.250")).toBeInTheDocument();
  expect(live.getByText("1.500")).toBeInTheDocument();
  expect(live.getByText("Running")).toBeInTheDocument();
  expect(await live.findByText("Step 20 of 100")).toBeInTheDocument();
  expect(live.getByText("920")).toBeInTheDocument();
  expect(live.getByText("1.5 GB")).toBeInTheDocument();
  expect(live.getByRole("progressbar", { name: "Progress of pirate-demo" })).toHaveAttribute(
    "aria-valuenow",
    "20",
  );
  expect(live.getByRole("link", { name: "Open in Training" })).toHaveAttribute(
    "href",
    "/training/short",
  );
  expect(server.asked).toEqual([{ runId: "short", after: 0 }]);
});

test("a run that ends while it is watched stays with its outcome until it is put away", async () => {
  server.runs = [runOf("ends")];
  server.say("ends", ...numbered(...begun));
  renderLiveRun();
  await card();
  const exit = { cause: "completed" as const, message: "Finished after 100 steps.", evidence: "" };
  server.change("ends", { state: "completed", exit, proof: goodProof });
  const ending = numbered(
    ...begun,
    { type: "proof", proof: goodProof },
    { type: "finished", outcome: "completed", step: 100, saved: true },
    { ...state("completed"), exit },
  );
  server.say("ends", ...ending.slice(begun.length));
  const live = within(await card());
  await live.findByText("Finished after 100 steps.");
  expect(live.getByText("Proven.")).toBeInTheDocument();
  expect(live.queryByRole("button", { name: "Stop and keep" })).not.toBeInTheDocument();
  expect(screen.queryByRole("region", { name: "Active run" })).not.toBeInTheDocument();
  await userEvent.click(live.getByRole("button", { name: "Put away" }));
  expect(screen.queryByRole("region", { name: "pirate-demo" })).not.toBeInTheDocument();
});

test("a run that ended before is not shown", async () => {
  server.runs = [runOf("old", { state: "completed" }), runOf("new")];
  server.say("new", ...numbered(log("one")));
  renderLiveRun();
  await card();
  expect(screen.getAllByRole("region", { name: "pirate-demo" })).toHaveLength(1);
});

test("while the trainer starts, nothing is claimed", async () => {
  server.runs = [runOf("starts", { state: "starting" })];
  renderLiveRun();
  const live = within(await card());
  expect(live.getByText(/Starting the trainer/)).toBeInTheDocument();
  expect(live.getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
  await userEvent.click(live.getByRole("button", { name: "Stop and keep" }));
  expect(await screen.findByRole("alertdialog")).toHaveTextContent(
    "No step has been taken yet, so there is no adapter to keep.",
  );
});
