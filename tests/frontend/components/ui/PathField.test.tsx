import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { PathField } from "@/components/ui/PathField";

const suggestions = [
  { value: "/data/train.jsonl", note: "1 204 rows" },
  { value: "/data/other.jsonl" },
  { value: "/demo/rows.jsonl", label: "Demo data" },
];

function Held() {
  const [value, setValue] = useState("");
  return <PathField label="Data" value={value} onChange={setValue} suggestions={suggestions} />;
}

const box = () => screen.getByRole("combobox", { name: "Data" });
const options = () => screen.queryAllByRole("option").map((option) => option.textContent);

test("any path can be typed", async () => {
  render(<Held />);
  await userEvent.type(box(), "/elsewhere/x.jsonl");
  expect(box()).toHaveValue("/elsewhere/x.jsonl");
  expect(box()).toHaveAttribute("aria-expanded", "false");
});

test("typing narrows the list", async () => {
  render(<Held />);
  await userEvent.type(box(), "data/");
  expect(options()).toEqual(["/data/train.jsonl1 204 rows", "/data/other.jsonl"]);
});

test("arrows walk the list in a circle and Enter takes", async () => {
  render(<Held />);
  await userEvent.click(box());
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  const lit = screen.getByRole("option", { selected: true });
  expect(lit).toHaveTextContent("/data/other.jsonl");
  expect(box()).toHaveAttribute("aria-activedescendant", lit.id);
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(box()).toHaveValue("/data/train.jsonl");
  expect(options()).toEqual([]);
});

test("ArrowUp begins at the end", async () => {
  render(<Held />);
  await userEvent.click(box());
  await userEvent.keyboard("{ArrowUp}{Enter}");
  expect(box()).toHaveValue("/demo/rows.jsonl");
});

test("Esc closes the list and keeps the text", async () => {
  render(<Held />);
  await userEvent.type(box(), "data{Escape}");
  expect(options()).toEqual([]);
  expect(box()).toHaveValue("data");
});

test("a click takes, and the button shows all", async () => {
  render(<Held />);
  await userEvent.click(screen.getByRole("button", { name: "Show suggestions for Data" }));
  expect(options()).toHaveLength(3);
  await userEvent.click(screen.getByRole("option", { name: "Demo data" }));
  expect(box()).toHaveValue("/demo/rows.jsonl");
});

test("with a taken path the button still shows all", async () => {
  render(<Held />);
  await userEvent.type(box(), "/data/train.jsonl");
  expect(options()).toHaveLength(3);
});
