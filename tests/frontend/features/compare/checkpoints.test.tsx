import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { openCompare, withCompareServer } from "./comparePage";
import { finished, finishedSide, queued, started } from "./fixtures";

const server = withCompareServer();

const steps = [50, 100].map((step, index) => ({
  index,
  step,
  label: `pirate-demo, step ${step}`,
  spec: { source: "run" as const, run_id: "r1", checkpoint: step },
}));

test("one prompt is asked at every checkpoint and slid over beside the loss curve", async () => {
  server.next = { sides: steps };
  await openCompare("/compare?tab=checkpoints");
  await userEvent.type(await screen.findByLabelText("Prompt"), "Where does the fox live?");
  await userEvent.click(screen.getByRole("button", { name: "Ask every checkpoint" }));
  const slider = await screen.findByRole("slider", { name: "Checkpoint" });
  expect(server.bodyOf("scrub")).toMatchObject({
    run_id: "r1",
    messages: [{ role: "user", content: "Where does the fox live?" }],
  });
  server.say(
    queued,
    started,
    finishedSide(0, "The fox lives."),
    { type: "progress", done: 1, total: 2, unit: "checkpoints" },
    finishedSide(1, "Ahoy! A den."),
    finished(),
  );
  const newest = await screen.findByRole("article", { name: "pirate-demo, step 100" });
  expect(within(newest).getByText("Ahoy! A den.")).toBeInTheDocument();
  expect(slider).toHaveAttribute("aria-valuetext", "step 100");
  await userEvent.click(screen.getByRole("button", { name: /Step 50/ }));
  expect(slider).toHaveAttribute("aria-valuetext", "step 50");
  expect(screen.getByRole("article", { name: "pirate-demo, step 50" })).toBeInTheDocument();
  await screen.findByRole("img", { name: /Train: 2 points.*Marked: step 50\./ });
});

test("a prompt that says nothing is told beside it and not sent", async () => {
  await openCompare("/compare?tab=checkpoints");
  const field = await screen.findByLabelText("Prompt");
  await userEvent.click(screen.getByRole("button", { name: "Ask every checkpoint" }));
  expect(field).toHaveAccessibleDescription(/Write a prompt/);
  expect(server.bodyOf("scrub")).toBeUndefined();
});

test("without a run the tab leads to Setup", async () => {
  server.sides = { ...server.sides, runs: [] };
  const { router } = await openCompare("/compare");
  await userEvent.click(screen.getByRole("tab", { name: "Checkpoints" }));
  expect(router.state.location.search).toBe("?tab=checkpoints");
  await screen.findByRole("heading", { name: "No run on this base yet" });
});
