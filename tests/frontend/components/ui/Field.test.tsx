import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { TextField } from "@/components/ui/TextField";

const props = { label: "Name", value: "adapter", onChange: () => {} };
const field = () => screen.getByRole("textbox", { name: "Name" });

test("the line of the error is there before the error is", () => {
  const { container, rerender } = render(<TextField {...props} />);
  const id = field().id;
  const line = container.querySelector(`[id="${id}-error"]`);
  expect(line).toBeEmptyDOMElement();
  rerender(<TextField {...props} error="A run has this name." />);
  expect(line).toBe(container.querySelector(`[id="${id}-error"]`));
  expect(line).toHaveTextContent("A run has this name.");
});

test("label, help and error are tied to the field", () => {
  render(<TextField {...props} help="Name of the folder." error="A run has this name." />);
  expect(field()).toBeInvalid();
  expect(field()).toHaveAccessibleDescription("Name of the folder. A run has this name.");
});

test("a field without an error is valid", () => {
  render(<TextField {...props} />);
  expect(field()).toBeValid();
});

test("the default shows neither dot nor reset; a change shows both", async () => {
  const onChange = vi.fn();
  const { rerender } = render(<TextField {...props} defaultValue="adapter" />);
  expect(screen.queryByText("Changed from the default.")).not.toBeInTheDocument();
  rerender(<TextField {...props} onChange={onChange} defaultValue="demo" />);
  expect(screen.getByText("Changed from the default.")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Reset Name to demo" }));
  expect(onChange).toHaveBeenCalledWith("demo");
});

test("leaving the field is told", async () => {
  const onBlur = vi.fn();
  render(<TextField {...props} onBlur={onBlur} />);
  await userEvent.click(field());
  await userEvent.tab();
  expect(onBlur).toHaveBeenCalledOnce();
});

test("the explanation opens on focus and closes on Esc", async () => {
  render(<TextField {...props} why="It becomes the name of the folder." />);
  await userEvent.tab();
  const button = screen.getByRole("button", { name: "About Name" });
  expect(button).toHaveFocus();
  expect(button).toHaveAccessibleDescription("It becomes the name of the folder.");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByText("It becomes the name of the folder.")).not.toBeInTheDocument();
  expect(button).toHaveFocus();
});

test("the explanation opens on a click and stays open on a second", async () => {
  render(<TextField {...props} why="It becomes the name of the folder." />);
  const button = screen.getByRole("button", { name: "About Name" });
  await userEvent.click(button);
  await userEvent.click(button);
  expect(screen.getByText("It becomes the name of the folder.")).toBeInTheDocument();
});

test("the explanation closes when the focus goes on to the field", async () => {
  render(<TextField {...props} why="It becomes the name of the folder." />);
  await userEvent.click(screen.getByRole("button", { name: "About Name" }));
  await userEvent.click(field());
  expect(screen.queryByText("It becomes the name of the folder.")).not.toBeInTheDocument();
});
