import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { NumberField, type NumberFieldProps } from "@/components/ui/NumberField";
import type { NumberDraft } from "@/lib/numberInput";

function Held({ onChange, ...props }: Partial<NumberFieldProps> & { value: NumberDraft }) {
  const [value, setValue] = useState(props.value);
  return (
    <>
      <NumberField
        label="Rate"
        {...props}
        value={value}
        onChange={(next) => {
          setValue(next);
          onChange?.(next);
        }}
      />
      <button type="button" onClick={() => setValue(64)}>
        Apply preset
      </button>
    </>
  );
}

const field = () => screen.getByRole("textbox", { name: "Rate" });

test("1e-5 can be typed and is given as a number", async () => {
  const onChange = vi.fn();
  render(<Held value={null} onChange={onChange} />);
  await userEvent.type(field(), "1e-5");
  expect(field()).toHaveValue("1e-5");
  expect(onChange).toHaveBeenLastCalledWith(0.00001);
});

test("what is no number stays as it was typed, is given on, and is said to be wrong", async () => {
  const onChange = vi.fn();
  render(<Held value={32} onChange={onChange} />);
  await userEvent.clear(field());
  await userEvent.type(field(), "3x");
  expect(field()).toHaveValue("3x");
  expect(onChange).toHaveBeenLastCalledWith("3x");
  expect(field()).toBeInvalid();
  expect(field()).toHaveAccessibleDescription(/Enter a number/);
});

test("a trailing dot is not taken away while typing", async () => {
  render(<Held value={null} />);
  await userEvent.type(field(), "0.");
  expect(field()).toHaveValue("0.");
  await userEvent.type(field(), "50");
  expect(field()).toHaveValue("0.50");
});

test("an emptied field gives null", async () => {
  const onChange = vi.fn();
  render(<Held value={32} onChange={onChange} />);
  await userEvent.clear(field());
  expect(onChange).toHaveBeenLastCalledWith(null);
  expect(field()).toBeValid();
});

test("a value from outside replaces what was typed", async () => {
  render(<Held value={32} />);
  await userEvent.clear(field());
  await userEvent.type(field(), "abc");
  await userEvent.click(screen.getByRole("button", { name: "Apply preset" }));
  expect(field()).toHaveValue("64");
});

test("arrow keys step, ten times as far with Shift, and stay inside the limits", async () => {
  render(<Held value={8} step={2} limits={{ min: 1, max: 20 }} />);
  await userEvent.click(field());
  await userEvent.keyboard("{ArrowUp}");
  expect(field()).toHaveValue("10");
  await userEvent.keyboard("{Shift>}{ArrowUp}{/Shift}");
  expect(field()).toHaveValue("20");
  await userEvent.keyboard("{ArrowDown}");
  expect(field()).toHaveValue("18");
});

test("on a log scale an arrow key moves the leading digit", async () => {
  render(<Held value={1e-4} scale="log" />);
  await userEvent.click(field());
  await userEvent.keyboard("{ArrowDown}");
  expect(field()).toHaveValue("9e-5");
});

test.each([
  [32, "inside", null],
  [128, "beyond", null],
  [600, "impossible", "Use 512 or less."],
])("%s is %s", (value, standing, message) => {
  const { container } = render(
    <Held value={value} limits={{ min: 1, max: 512 }} recommended={{ min: 8, max: 64 }} />,
  );
  expect(container.querySelector("[data-standing]")).toHaveAttribute("data-standing", standing);
  expect(screen.queryByText("Outside the recommended range.") !== null).toBe(standing === "beyond");
  if (message) expect(field()).toHaveAccessibleDescription(new RegExp(message));
  else expect(field()).toBeValid();
});

test("unit, help and recommended range are part of the description", () => {
  render(
    <Held value={1} unit="steps" help="How long to train." recommended={{ min: 1e-5, max: 1 }} />,
  );
  expect(field()).toHaveAccessibleDescription(/steps.*How long to train\..*Recommended: ?1e-5 – 1/);
});

test("a changed value shows a way back to the default", async () => {
  render(<Held value={16} defaultValue={32} />);
  await userEvent.click(screen.getByRole("button", { name: "Reset Rate to 32" }));
  expect(field()).toHaveValue("32");
  expect(screen.queryByRole("button", { name: /Reset/ })).not.toBeInTheDocument();
});

test("the server's error wins over the limit's", () => {
  render(<Held value={600} limits={{ max: 512 }} error="The model has 24 blocks." />);
  expect(field()).toHaveAccessibleDescription(/The model has 24 blocks\./);
  expect(screen.queryByText("Use 512 or less.")).not.toBeInTheDocument();
});
