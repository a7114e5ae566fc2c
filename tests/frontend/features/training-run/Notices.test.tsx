import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { renderApp } from "../../renderApp";
import { numbered, runOf, state } from "./fixtures";
import type { Run } from "./serverTypes";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();

/** The browser's side: a permission, what a question would be answered, and what was shown. */
class FakeNotification {
  static permission: NotificationPermission = "default";
  static answer: NotificationPermission = "granted";
  static asked = 0;
  static shown: FakeNotification[] = [];
  onclick: (() => void) | null = null;
  closed = false;

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    FakeNotification.shown.push(this);
  }

  static async requestPermission() {
    FakeNotification.asked += 1;
    FakeNotification.permission = FakeNotification.answer;
    return FakeNotification.answer;
  }

  close() {
    this.closed = true;
  }
}

beforeEach(() => {
  Object.assign(FakeNotification, {
    permission: "default",
    answer: "granted",
    asked: 0,
    shown: [],
  });
  vi.stubGlobal("Notification", FakeNotification);
});

const toggle = () => screen.findByRole("button", { name: "Notify me" });

/** The run's end, as the stream and the list tell it. */
function end(id: string, name: Run["state"], message: string) {
  const exit = { cause: "error" as const, message, evidence: "" };
  server.change(id, { state: name, exit, ended_at: "2026-11-24T03:00:00Z" });
  server.say(id, ...numbered(state("running"), { ...state(name), exit }).slice(1));
}

async function openRunning(id: string) {
  server.runs = [runOf(id)];
  server.say(id, ...numbered(state("running")));
  const app = renderApp("/training");
  const button = await toggle();
  return { ...app, button };
}

test("permission is asked on a press only; then the end is told, and a click leads to the run", async () => {
  const { button, router } = await openRunning("told");
  expect(FakeNotification.asked).toBe(0);
  expect(button).toHaveAttribute("aria-pressed", "false");
  await userEvent.click(button);
  await waitFor(() => expect(button).toHaveAttribute("aria-pressed", "true"));
  expect(FakeNotification.asked).toBe(1);
  await act(() => router.navigate("/results"));
  end("told", "failed", "Memory ran out.");
  await waitFor(() => expect(FakeNotification.shown).toHaveLength(1));
  const [notice] = FakeNotification.shown;
  expect(notice).toMatchObject({
    title: "pirate-demo: failed",
    options: { body: "Memory ran out." },
  });
  await act(async () => notice?.onclick?.());
  await waitFor(() => expect(router.state.location.pathname).toBe("/training/told"));
  expect(notice?.closed).toBe(true);
});

test("a completed run is told once; one that a person stopped is not", async () => {
  localStorage.setItem("droid.notices", "on");
  FakeNotification.permission = "granted";
  const { router } = await openRunning("done");
  server.runs = [...server.runs, runOf("by-hand")];
  await screen.findByText(/and 1 more/);
  server.change("by-hand", { state: "stopped" });
  end("done", "completed", "Finished after 100 steps.");
  await waitFor(() => expect(FakeNotification.shown).toHaveLength(1));
  expect(FakeNotification.shown[0]?.title).toBe("pirate-demo: completed");
  await act(() => router.navigate("/results"));
  expect(FakeNotification.shown).toHaveLength(1);
});

test("a wish is dropped by a second press, and nothing is told then", async () => {
  localStorage.setItem("droid.notices", "on");
  FakeNotification.permission = "granted";
  const { button } = await openRunning("dropped");
  await userEvent.click(button);
  expect(button).toHaveAttribute("aria-pressed", "false");
  end("dropped", "completed", "Finished after 100 steps.");
  await screen.findByText("Finished after 100 steps.");
  expect(FakeNotification.shown).toEqual([]);
});

test("a refusal is told as it is, and the press claims nothing", async () => {
  FakeNotification.answer = "denied";
  const { button } = await openRunning("refused");
  await userEvent.click(button);
  const blocked = await screen.findByRole("button", { name: "Notifications blocked" });
  await userEvent.click(blocked);
  await screen.findByText("This browser blocks notifications of this page");
  FakeNotification.permission = "granted";
  act(() => void window.dispatchEvent(new Event("focus")));
  await toggle();
});

test("a question that is put away leaves the wish off", async () => {
  FakeNotification.answer = "default";
  const { button } = await openRunning("later");
  await userEvent.click(button);
  await waitFor(() => expect(FakeNotification.asked).toBe(1));
  expect(button).toHaveAttribute("aria-pressed", "false");
});

test("where the browser has no notifications, none are offered", async () => {
  vi.unstubAllGlobals();
  server.runs = [runOf("bare")];
  renderApp("/training");
  await screen.findByRole("button", { name: "Stop and keep" });
  expect(screen.queryByRole("button", { name: "Notify me" })).not.toBeInTheDocument();
});

test("behind another window the tab's title tells the end until the page is looked at", async () => {
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  await openRunning("title");
  end("title", "completed", "Finished after 100 steps.");
  await waitFor(() => expect(document.title).toBe("pirate-demo: completed"));
  act(() => void window.dispatchEvent(new Event("focus")));
  await waitFor(() => expect(document.title).toBe("pirate-demo · Droid Fine-Tuning"));
});
