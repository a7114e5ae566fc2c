/** The Enhanced Setup page as a person meets it: what is on it, by its name. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderApp } from "../renderApp";

export async function openEnhanced() {
  const app = renderApp("/enhanced");
  await screen.findByLabelText("GRPO");
  return app;
}

/** The page with a method, the demo model and sample data: ready to start. */
export async function openReady(method: string) {
  const app = await openEnhanced();
  await userEvent.click(screen.getByLabelText(method));
  await userEvent.click(await screen.findByText("Use the demo model"));
  await userEvent.click(screen.getByText("Make sample data"));
  await screen.findByText("Ready to start");
  return app;
}

export const region = (name: string) => within(screen.getByRole("region", { name }));
// By label, not by role: on a page of this size a search by role takes a second and more.
export const box = (name: string) =>
  screen.getByLabelText(name, { selector: 'input[type="text"]' });
export const start = () => userEvent.click(screen.getByText("Start training"));

/** Pastes a text into a field: on a page of this size each key stroke costs a tenth of a second. */
export async function put(field: HTMLElement, text: string) {
  await userEvent.click(field);
  await userEvent.paste(text);
}
