import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Trash2 } from "lucide-react";
import { expect, test, vi } from "vitest";
import { Button } from "@/components/ui/Button";
import { IconButton } from "@/components/ui/IconButton";

test("a busy button keeps its name and the focus, and ignores clicks and submits", async () => {
  const onClick = vi.fn();
  const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={onSubmit}>
      <Button type="submit" busy onClick={onClick}>
        Start training
      </Button>
    </form>,
  );
  const button = screen.getByRole("button", { name: "Start training" });
  await userEvent.click(button);
  expect(button).toHaveFocus();
  expect(button).toHaveAttribute("aria-busy", "true");
  expect(onClick).not.toHaveBeenCalled();
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a button does not submit a form unless it says so", async () => {
  const onSubmit = vi.fn();
  render(
    <form onSubmit={onSubmit}>
      <Button>Add row</Button>
    </form>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Add row" }));
  expect(onSubmit).not.toHaveBeenCalled();
});

test("an icon button has a name, and shows it on focus", async () => {
  render(<IconButton icon={Trash2} label="Delete run" />);
  await userEvent.tab();
  expect(screen.getByRole("button", { name: "Delete run" })).toHaveFocus();
  expect(await screen.findByRole("tooltip")).toHaveTextContent("Delete run");
});
