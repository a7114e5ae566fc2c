import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Card } from "@/components/ui/Card";

test("a card is a region with its title as name and heading", () => {
  render(<Card title="Data">rows</Card>);
  expect(screen.getByRole("region", { name: "Data" })).toHaveTextContent("rows");
  expect(screen.getByRole("heading", { name: "Data" })).toBeInTheDocument();
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});

test("a card with a summary collapses to it and keeps what was typed", async () => {
  render(
    <Card title="LoRA" summary="rank 32, all layers">
      <input aria-label="Rank" />
    </Card>,
  );
  const button = screen.getByRole("button", { name: "LoRA" });
  expect(button).toHaveAttribute("aria-expanded", "true");
  expect(screen.queryByText("rank 32, all layers")).not.toBeInTheDocument();
  await userEvent.type(screen.getByLabelText("Rank"), "64");
  await userEvent.click(button);
  expect(button).toHaveAttribute("aria-expanded", "false");
  expect(screen.getByText("rank 32, all layers")).toBeVisible();
  expect(screen.getByLabelText("Rank")).not.toBeVisible();
  await userEvent.click(button);
  expect(screen.getByLabelText("Rank")).toHaveValue("64");
});

test("a card may begin collapsed", () => {
  render(
    <Card title="LoRA" summary="rank 32" defaultOpen={false}>
      <p>inside</p>
    </Card>,
  );
  expect(screen.getByText("inside")).not.toBeVisible();
});
