import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { Select } from "@/components/ui/Select";
import { Slider } from "@/components/ui/Slider";
import { Switch } from "@/components/ui/Switch";

const layers = [
  { value: -1, label: "All Layers (-1)" },
  { value: 24, label: "Top 24 Layers" },
  { value: 48, label: "Top 48 Layers", disabledReason: "the model has 24" },
];

test("Select gives the value in its own type", async () => {
  const onChange = vi.fn();
  render(<Select label="Layers" value={-1} onChange={onChange} options={layers} />);
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Layers" }), "Top 24 Layers");
  expect(onChange).toHaveBeenCalledWith(24);
});

test("Select shows why an option cannot be chosen", () => {
  render(<Select label="Layers" value={-1} onChange={() => {}} options={layers} />);
  expect(screen.getByRole("option", { name: "Top 48 Layers (the model has 24)" })).toBeDisabled();
});

test("Select shows a value that is not among its options as it is", () => {
  render(<Select label="Layers" value={12} onChange={() => {}} options={layers} />);
  expect(screen.getByRole("combobox")).toHaveDisplayValue("12");
});

test("Select goes back to its default", async () => {
  const onChange = vi.fn();
  render(
    <Select label="Layers" value={24} onChange={onChange} options={layers} defaultValue={-1} />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Reset Layers to All Layers (-1)" }));
  expect(onChange).toHaveBeenCalledWith(-1);
});

const units = [
  { value: "iterations", label: "Iterations" },
  { value: "epochs", label: "Epochs" },
  { value: "auto", label: "Auto", disabledReason: "no data yet" },
];

test("SegmentedControl is a group of radio buttons with a name and a description", async () => {
  const onChange = vi.fn();
  render(
    <SegmentedControl
      label="Length"
      help="Unit of length."
      value="iterations"
      onChange={onChange}
      options={units}
    />,
  );
  const group = screen.getByRole("radiogroup", { name: "Length" });
  expect(group).toHaveAccessibleDescription(/Unit of length\. ?Auto: no data yet/);
  expect(screen.getByRole("radio", { name: "Iterations" })).toBeChecked();
  expect(screen.getByRole("radio", { name: "Auto" })).toBeDisabled();
  await userEvent.click(screen.getByRole("radio", { name: "Epochs" }));
  expect(onChange).toHaveBeenCalledWith("epochs");
});

test("Switch is named by its label and described by help and error", async () => {
  const onChange = vi.fn();
  render(
    <Switch
      label="Mask prompt"
      value={false}
      onChange={onChange}
      help="Learn answers only."
      error="No answers found."
    />,
  );
  const toggle = screen.getByRole("switch", { name: "Mask prompt" });
  expect(toggle).toHaveAccessibleDescription("Learn answers only. No answers found.");
  await userEvent.click(screen.getByText("Mask prompt"));
  expect(onChange).toHaveBeenCalledWith(true);
});

test("Slider moves by key and says its value as it is written", async () => {
  const onChange = vi.fn();
  render(
    <Slider
      label="Smoothing"
      value={0.5}
      onChange={onChange}
      min={0}
      max={1}
      step={0.1}
      format={(value) => `${value * 100} %`}
    />,
  );
  const thumb = screen.getByRole("slider", { name: "Smoothing" });
  expect(thumb).toHaveAttribute("aria-valuetext", "50 %");
  thumb.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(onChange).toHaveBeenCalledWith(0.6);
});
