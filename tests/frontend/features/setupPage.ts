/** The Setup page as a person meets it: what is on it, by its name. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderApp } from "../renderApp";

export async function openSetup() {
  const app = renderApp("/setup");
  await screen.findByText("Full-Layer Coverage Matrix");
  return app;
}

export async function openWithDemo() {
  const app = await openSetup();
  await userEvent.click(screen.getByText("Use the demo"));
  await screen.findByText("Ready to start");
  await screen.findByLabelText("Coverage by matrix and block");
  return app;
}

export const card = (name: string) => within(screen.getByRole("region", { name }));
// By label, not by role: on a page of this size a search by role takes a second and more.
export const box = (name: string) =>
  screen.getByLabelText(name, { selector: 'input[type="text"]' });
export const path = box;
export const coverage = () => screen.getByLabelText("Layer Coverage", { selector: "select" });

/** Puts a text in place of what a field holds. */
export async function retype(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  if (text) await userEvent.type(field, text);
}

/** How many cells of the grid are lit. */
export const litCells = () =>
  document.querySelectorAll('[role="gridcell"][data-lit="true"]').length;

export const startButton = () => screen.getByText("Start training");
