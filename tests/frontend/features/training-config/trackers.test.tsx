import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { openSetup, openWithDemo, startButton } from "../setupPage";
import { demo, serveSetup, started } from "../setupServer";

serveSetup();

const trackers = () => within(screen.getByText("Trackers").closest("div.flex-col") as HTMLElement);
const advanced = () => screen.getByText("Advanced").closest("details") as HTMLDetailsElement;

test("the trackers that are ticked are sent with the run, and stand in the summary", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByText("Advanced"));
  await userEvent.click(trackers().getByLabelText("SwanLab"));
  await userEvent.click(trackers().getByLabelText("TensorBoard"));
  expect(within(advanced()).getByText(/TensorBoard and SwanLab/)).toBeInTheDocument();
  await userEvent.click(startButton());
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ config: { trackers: ["tensorboard", "swanlab"] } });
});

test("one click takes all trackers back to none", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByText("Advanced"));
  await userEvent.click(trackers().getByLabelText("Weights & Biases"));
  await userEvent.click(trackers().getByLabelText("Reset Trackers"));
  expect(trackers().getByLabelText("Weights & Biases")).not.toBeChecked();
});

test("a draft that was kept before there were trackers still loads", async () => {
  const { trackers: _new, ...old } = demo;
  const draft = { ...old, adapter_name: "kept", resume_adapter_file: "", length: "iterations" };
  localStorage.setItem("droid.draft", JSON.stringify({ version: 1, draft }));
  const { store } = await openSetup();
  const read = store.getState().training.draft;
  expect(read).toMatchObject({ adapter_name: "kept", trackers: [] });
});

test("trackers that nobody knows any more are left out of a kept draft", async () => {
  const draft = { adapter_name: "kept", trackers: ["gone"] };
  localStorage.setItem("droid.draft", JSON.stringify({ version: 1, draft }));
  const { store } = await openSetup();
  expect(store.getState().training.draft).toMatchObject({ adapter_name: "kept", trackers: [] });
});
