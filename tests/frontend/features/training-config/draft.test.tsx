import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { box, coverage, openSetup, openWithDemo, path, retype, startButton } from "../setupPage";
import { serveSetup, started } from "../setupServer";

serveSetup();

test("the form begins with the backend's defaults", async () => {
  await openSetup();
  expect(box("LoRA Rank")).toHaveValue("32");
  expect(box("LoRA Alpha (Scale)")).toHaveValue("32");
  expect(box("LoRA Dropout")).toHaveValue("0");
  expect(coverage()).toHaveDisplayValue("All Layers (-1)");
  expect(box("Learning Rate")).toHaveValue("2e-5");
  expect(box("Iterations")).toHaveValue("100");
});

test("the demo fills the form, and can be undone", async () => {
  await openWithDemo();
  expect(path("Model")).toHaveValue("/models/demo");
  expect(path("Training data")).toHaveValue("/data/train.jsonl");
  expect(box("Adapter name")).toHaveValue("pirate-demo");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(path("Model")).toHaveValue("");
  expect(box("Adapter name")).toHaveValue("adapter");
});

test("a preset sets parameters and leaves model and data", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByRole("button", { name: "Presets" }));
  await userEvent.click(await screen.findByRole("button", { name: /^Low memory/ }));
  expect(box("LoRA Rank")).toHaveValue("16");
  expect(box("Batch Size")).toHaveValue("1");
  expect(path("Model")).toHaveValue("/models/demo");
});

test("recommended values are drawn, explained and taken over", async () => {
  await openWithDemo();
  expect(box("Learning Rate")).toHaveAccessibleDescription(/Recommended: ?2e-5 – 2e-4/);
  await userEvent.click(screen.getByRole("button", { name: "About Learning Rate" }));
  expect(await screen.findByText("For a hidden size of 64.", { exact: false })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Use recommended values" }));
  expect(box("Learning Rate")).toHaveValue("5e-5");
  expect(await screen.findByText("Recommended values in use")).toBeVisible();
});

test("steps or passes: exactly one is sent", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByRole("radio", { name: "Epochs" }));
  expect(screen.queryByRole("textbox", { name: "Iterations" })).not.toBeInTheDocument();
  expect(box("Epochs")).toHaveValue("2.94");
  await retype(box("Epochs"), "3");
  await userEvent.click(startButton());
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ config: { iterations: null, epochs: 3 } });
  await userEvent.click(screen.getByRole("radio", { name: "Iterations" }));
  expect(box("Iterations")).toHaveValue("100");
});

test("an emptied length is an error, not a default", async () => {
  await openWithDemo();
  await userEvent.clear(box("Iterations"));
  expect(box("Iterations")).toHaveAccessibleDescription(/Enter a number/);
  await userEvent.click(startButton());
  expect(box("Iterations")).toHaveFocus();
  expect(started).toEqual([]);
});

test.each([
  ["LoRA Rank", "0", "Use 1 or more."],
  ["LoRA Rank", "2.5", "Enter a whole number."],
  ["LoRA Dropout", "1", "Use less than 1."],
  ["Learning Rate", "fast", "Enter a number, such as 32 or 1e-5."],
  ["Adapter name", "no spaces here", "Names the run and its folder"],
])("%s of %s is refused beside the field and kept", async (name, text, message) => {
  await openSetup();
  await retype(box(name), text);
  expect(box(name)).toHaveValue(text);
  expect(box(name)).toHaveAccessibleDescription(expect.stringContaining(message));
  expect(box(name)).toBeInvalid();
});

test("what was typed survives a reload, half-typed numbers too", async () => {
  await openSetup();
  await retype(box("LoRA Rank"), "sixteen");
  await retype(box("Adapter name"), "second");
  cleanup();
  await openSetup();
  expect(box("LoRA Rank")).toHaveValue("sixteen");
  expect(box("Adapter name")).toHaveValue("second");
});

test.each(["{", "null", '{"version":99,"draft":{"lora_rank":7}}', '{"version":1,"draft":null}'])(
  "a stored draft that cannot be read is none: %s",
  async (stored) => {
    localStorage.setItem("droid.draft", stored);
    await openSetup();
    expect(box("LoRA Rank")).toHaveValue("32");
  },
);

test("a stored value of the wrong type is left out, the rest is kept", async () => {
  const draft = { lora_rank: 7, early_stop: "yes", optimizer: "none", unknown: 1 };
  localStorage.setItem("droid.draft", JSON.stringify({ version: 1, draft }));
  const { store } = await openSetup();
  expect(store.getState().training.draft).toMatchObject({
    lora_rank: 7,
    early_stop: false,
    optimizer: "adamw",
  });
});

test("patience waits for early stopping, and says so", async () => {
  await openSetup();
  const advanced = box("Patience").closest("details") as HTMLDetailsElement;
  await userEvent.click(within(advanced).getByText("Advanced"));
  expect(box("Patience")).toBeDisabled();
  expect(box("Patience")).toHaveAccessibleDescription(/Turn on Early Stopping/);
  await userEvent.click(screen.getByRole("switch", { name: "Early Stopping" }));
  expect(box("Patience")).toBeEnabled();
});
