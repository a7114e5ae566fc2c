import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Dialog } from "@/components/ui/Dialog";

function Held() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Show rows
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Rows" description="Cut rows.">
        <input aria-label="Filter" />
      </Dialog>
    </>
  );
}

test("a dialog takes the focus, closes on one Esc and gives the focus back", async () => {
  render(<Held />);
  const opener = screen.getByRole("button", { name: "Show rows" });
  await userEvent.click(opener);
  const dialog = screen.getByRole("dialog", { name: "Rows" });
  expect(dialog).toHaveFocus();
  expect(dialog).toHaveAccessibleDescription("Cut rows.");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await waitFor(() => expect(opener).toHaveFocus());
});

test("the focus stays inside", async () => {
  render(<Held />);
  await userEvent.click(screen.getByRole("button", { name: "Show rows" }));
  const dialog = screen.getByRole("dialog");
  for (let presses = 0; presses < 4; presses += 1) {
    await userEvent.tab();
    expect(dialog).toContainElement(document.activeElement as HTMLElement);
  }
});

test("the close button closes", async () => {
  render(<Held />);
  await userEvent.click(screen.getByRole("button", { name: "Show rows" }));
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

function renderQuestion(busy = false) {
  const answers = { onConfirm: vi.fn(), onCancel: vi.fn() };
  render(
    <ConfirmDialog open title="Delete this run?" confirmLabel="Delete run" busy={busy} {...answers}>
      Its adapter is removed from disk.
    </ConfirmDialog>,
  );
  return answers;
}

test("a question begins on the safe answer", async () => {
  const { onConfirm, onCancel } = renderQuestion();
  const dialog = screen.getByRole("alertdialog", { name: "Delete this run?" });
  expect(dialog).toHaveAccessibleDescription("Its adapter is removed from disk.");
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(onCancel).toHaveBeenCalledOnce();
  expect(onConfirm).not.toHaveBeenCalled();
});

test("the act needs its own click, and only one", async () => {
  const { onConfirm } = renderQuestion();
  await userEvent.click(screen.getByRole("button", { name: "Delete run" }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

test("while the act is under way it cannot be asked for again", async () => {
  const { onConfirm } = renderQuestion(true);
  await userEvent.click(screen.getByRole("button", { name: "Delete run" }));
  expect(onConfirm).not.toHaveBeenCalled();
});

test("a question gives the focus back too", async () => {
  function Asked() {
    const [open, setOpen] = useState(false);
    const close = () => setOpen(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Delete
        </button>
        <ConfirmDialog
          open={open}
          title="Delete this run?"
          confirmLabel="Delete run"
          onConfirm={close}
          onCancel={close}
        >
          Its adapter is removed.
        </ConfirmDialog>
      </>
    );
  }
  render(<Asked />);
  const opener = screen.getByRole("button", { name: "Delete" });
  await userEvent.click(opener);
  await userEvent.click(screen.getByRole("button", { name: "Delete run" }));
  await waitFor(() => expect(opener).toHaveFocus());
});
