import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Toasts } from "@/components/ui/Toasts";
import { showToast } from "@/lib/toasts";

afterEach(() => {
  vi.useRealTimers();
});

test("a message appears and its way back is one click", async () => {
  const onAction = vi.fn();
  render(<Toasts />);
  act(() => {
    showToast({ title: "Run deleted", action: { label: "Undo", onAction } });
  });
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(onAction).toHaveBeenCalledOnce();
  expect(screen.queryByText("Run deleted")).not.toBeInTheDocument();
});

test("a plain message leaves by itself, an error stays", () => {
  vi.useFakeTimers();
  render(<Toasts />);
  act(() => {
    showToast({ title: "Saved" });
    showToast({ title: "The server does not answer", tone: "danger" });
  });
  act(() => {
    vi.advanceTimersByTime(60_000);
  });
  expect(screen.queryByText("Saved")).not.toBeInTheDocument();
  expect(screen.getByText("The server does not answer")).toBeInTheDocument();
});
