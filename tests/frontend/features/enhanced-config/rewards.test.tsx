import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { openEnhanced, openReady, put, start } from "../enhancedPage";
import { asked, serveEnhanced } from "../enhancedServer";
import { retype } from "../setupPage";
import { at } from "../setupServer";

const server = serveEnhanced();

const weight = (title: string) => screen.getByLabelText(`Weight of ${title}`);
const chosen = () =>
  within(screen.getByRole("list", { name: "Chosen rewards" })).queryAllByRole("listitem");
const sum = () => screen.getByText("Sum of weights").nextElementSibling;

async function openRewards() {
  await openEnhanced();
  await userEvent.click(screen.getByLabelText("GRPO"));
  await screen.findByText("Sum of weights");
}

async function add(title: string) {
  await userEvent.click(screen.getByRole("button", { name: "Add reward" }));
  await userEvent.click(await screen.findByRole("button", { name: new RegExp(`^${title}`) }));
}

test("SFT has no rewards; the others begin with two of equal weight", async () => {
  await openEnhanced();
  expect(screen.queryByText("Sum of weights")).not.toBeInTheDocument();
  await userEvent.click(screen.getByLabelText("GSPO"));
  await screen.findByText("Sum of weights");
  expect(chosen()).toHaveLength(2);
  expect(weight("Concise")).toHaveValue("0.5");
  expect(sum()).toHaveTextContent("1");
});

test("weights that do not sum to 1 are an error that Start leads to", async () => {
  await openReady("GRPO");
  await retype(weight("Concise"), "0.7");
  expect(sum()).toHaveTextContent("1.2");
  const error = "The weights sum to 1.2. Change them until they sum to 1.";
  expect(screen.getByText(error)).toBeVisible();
  await start();
  expect(screen.getByRole("group", { name: "Reward Weights" })).toHaveFocus();
  expect(asked.runs).toEqual([]);
  await userEvent.click(screen.getByText("Normalise"));
  expect(weight("Concise")).toHaveValue("0.5833");
  expect(weight("Contains the answer")).toHaveValue("0.4167");
  expect(screen.queryByText(error)).not.toBeInTheDocument();
  await start();
  await waitFor(() => expect(asked.runs).toHaveLength(1));
  expect(asked.runs[0]?.config.reward_weights).toEqual([0.4167, 0.5833]);
});

test("a reward is added with what is missing to 1, shared, and removed", async () => {
  await openRewards();
  await add("R1 whole number");
  expect(chosen()).toHaveLength(3);
  expect(weight("R1 whole number")).toHaveValue("0");
  expect(screen.getByText("Weight 0 counts for nothing.")).toBeVisible();
  await userEvent.click(screen.getByText("Share equally"));
  expect(weight("Contains the answer")).toHaveValue("0.3334");
  expect(weight("R1 whole number")).toHaveValue("0.3333");
  expect(sum()).toHaveTextContent("1");
  await userEvent.click(screen.getByLabelText("Remove Concise"));
  expect(sum()).toHaveTextContent("0.6667");
  await add("Concise");
  expect(weight("Concise")).toHaveValue("0.3333");
});

test("without a reward there is nothing to learn from", async () => {
  await openRewards();
  await userEvent.click(screen.getByLabelText("Remove Concise"));
  await userEvent.click(screen.getByLabelText("Remove Contains the answer"));
  expect(screen.getByText("Add a reward.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Try rewards" })).toBeDisabled();
});

test("a weight that is no number stays as it was typed", async () => {
  await openRewards();
  await retype(weight("Concise"), "half");
  expect(weight("Concise")).toHaveValue("half");
  expect(weight("Concise")).toBeInvalid();
  expect(weight("Concise")).toHaveAccessibleDescription(/Enter a number/);
});

test("a trial shows spread, groups, and adds functions of the file by a click", async () => {
  await openRewards();
  await put(screen.getByLabelText("Reward File"), "/my/rewards.py");
  await userEvent.click(screen.getByText("Try rewards"));
  const table = within(await screen.findByRole("table", { name: "Scores by reward" }));
  expect(table.getByRole("row", { name: "contains_answer_reward 0.5 0.5 0.25" })).toBeVisible();
  const groups = within(screen.getByRole("list", { name: "Groups of answers" }));
  expect(groups.getByRole("row", { name: "orange 0.75 1.00" })).toBeVisible();
  expect(groups.getByRole("row", { name: "I do not know. 0.25 -1.00" })).toBeVisible();
  expect(groups.getByText("flat")).toBeVisible();
  expect(screen.getByText("All scores are equal in 1 of 2 groups.")).toBeVisible();
  expect(asked.trials).toEqual([
    {
      kind: "grpo",
      config: {
        train_data_path: "",
        reward_functions: ["contains_answer_reward", "concise_reward"],
        reward_weights: [0.5, 0.5],
        reward_functions_file: "/my/rewards.py",
      },
    },
  ]);
  await userEvent.click(screen.getByLabelText("Add my_reward"));
  expect(weight("my_reward")).toHaveValue("0");
  expect(screen.getByText("Rewards or data have changed since this trial.")).toBeVisible();
});

test("what is wrong with a reward file is told with its line", async () => {
  server.use(
    http.post(at("/enhanced/trial"), () =>
      HttpResponse.json({
        ok: false,
        problems: [
          { function: "my_reward", line: 4, message: "ZeroDivisionError.", hint: "Mind 0." },
          { function: null, line: null, message: "It never ends.", hint: "" },
        ],
      }),
    ),
  );
  await openRewards();
  await userEvent.click(screen.getByText("Try rewards"));
  expect(await screen.findByText("Line 4, my_reward: ZeroDivisionError.")).toBeVisible();
  expect(screen.getByText("Mind 0.")).toBeVisible();
  expect(screen.getByText("It never ends.")).toBeVisible();
});

test("the signature can be copied", async () => {
  await openRewards();
  const user = userEvent.setup();
  await user.click(screen.getByText("What a reward function looks like"));
  await user.click(screen.getByRole("button", { name: "Copy signature" }));
  expect(await navigator.clipboard.readText()).toBe("def my_reward(prompts): ...\n");
});
