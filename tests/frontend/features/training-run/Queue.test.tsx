import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { apiBaseUrl } from "@/api/baseApi";
import { parallelField } from "@/api/queueApi";
import { renderApp } from "../../renderApp";
import { config, runOf } from "./fixtures";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();

const waits = (name: string, second: number) =>
  runOf(name, {
    state: "queued",
    started_at: null,
    queued_at: `2026-11-24T02:00:0${second}Z`,
    config: { ...config, adapter_name: name },
  });

/** Three runs wait behind one that trains. */
async function openQueue() {
  server.runs = [waits("gamma", 3), waits("beta", 2), waits("alpha", 1), runOf("trains")];
  server.queue = { order: ["alpha", "beta", "gamma"], parallel: 1 };
  renderApp("/training");
  return screen.findByRole("list", { name: "Waiting runs" });
}

const rows = () =>
  within(screen.getByRole("list", { name: "Waiting runs" }))
    .getAllByRole("link")
    .map((link) => link.textContent);

const queue = () => within(screen.getByRole("region", { name: "Queue" }));

test("the order is the server's, and each row leads to its run", async () => {
  await openQueue();
  expect(rows()).toEqual(["alpha", "beta", "gamma"]);
  expect(queue().getByRole("link", { name: "beta" })).toHaveAttribute("href", "/training/beta");
});

test("no row is shown, and none can be moved, before the order is known", async () => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.network.use(
    http.get(`${apiBaseUrl}/queue`, async () => {
      await asked;
      return HttpResponse.json({ order: ["gamma", "alpha", "beta"], parallel: 1 });
    }),
  );
  const opened = openQueue();
  await screen.findByRole("region", { name: "Queue" });
  expect(screen.queryByRole("list", { name: "Waiting runs" })).not.toBeInTheDocument();
  answer();
  await opened;
  expect(rows()).toEqual(["gamma", "alpha", "beta"]);
});

test("a button moves a run, keeps the focus, and says where it is now", async () => {
  await openQueue();
  await userEvent.click(queue().getByRole("button", { name: "Move gamma up" }));
  await queue().findByText("gamma is now number 2 of 3.");
  await waitFor(() => expect(rows()).toEqual(["alpha", "gamma", "beta"]));
  expect(server.arranged).toEqual([{ order: ["alpha", "gamma", "beta"] }]);
  expect(queue().getByRole("button", { name: "Move gamma up" })).toHaveFocus();
});

test("Alt with an arrow moves the run whose row has the focus; the ends hold", async () => {
  await openQueue();
  queue().getByRole("link", { name: "alpha" }).focus();
  await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await queue().findByText("alpha is now number 2 of 3.");
  await waitFor(() => expect(rows()).toEqual(["beta", "alpha", "gamma"]));
  await userEvent.keyboard("{ArrowDown}");
  queue().getByRole("link", { name: "beta" }).focus();
  await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
  const top = queue().getByRole("button", { name: "Move beta up" });
  expect(top).toHaveAttribute("aria-disabled", "true");
  await userEvent.click(top);
  expect(server.arranged).toHaveLength(1);
});

/** The grip of the first row, in a list whose rows are 40 px high. */
async function firstGrip(): Promise<HTMLElement> {
  const list = await openQueue();
  const items = within(list).getAllByRole("listitem");
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const row = items.indexOf(this as HTMLElement);
    return new DOMRect(0, row * 40, 300, 40);
  });
  const [grip] = within(list).getAllByTitle("Drag to another place");
  if (!grip) throw new Error("There is no grip.");
  return grip;
}

test("a row is dragged by its grip to another place", async () => {
  const grip = await firstGrip();
  fireEvent.pointerDown(grip, { button: 0, clientY: 20 });
  fireEvent.pointerMove(grip, { clientY: 110 });
  expect(rows()).toEqual(["alpha", "beta", "gamma"]);
  fireEvent.pointerUp(grip, { clientY: 110 });
  await queue().findByText("alpha is now number 3 of 3.");
  await waitFor(() => expect(rows()).toEqual(["beta", "gamma", "alpha"]));
});

test("a row goes to where it is let go, though no move there was drawn", async () => {
  const grip = await firstGrip();
  fireEvent.pointerDown(grip, { button: 0, clientY: 20 });
  fireEvent.pointerUp(grip, { clientY: 110 });
  await waitFor(() => expect(rows()).toEqual(["beta", "gamma", "alpha"]));
  expect(server.arranged).toEqual([{ order: ["beta", "gamma", "alpha"] }]);
});

test("an order that the server refuses is taken back, and the reason told", async () => {
  server.refuse("put", "/queue", 500);
  await openQueue();
  await userEvent.click(queue().getByRole("button", { name: "Move gamma up" }));
  await screen.findByText("There is a reason.");
  await waitFor(() => expect(rows()).toEqual(["alpha", "beta", "gamma"]));
});

test("a run is taken out after a question", async () => {
  await openQueue();
  await userEvent.click(queue().getByRole("button", { name: "Take beta out of the queue" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Take beta out of the queue?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Leave the queue" }));
  await waitFor(() => expect(server.stopped).toEqual(["beta"]));
  await waitFor(() => expect(rows()).toEqual(["alpha", "gamma"]));
  await waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
});

test("how many train at once has the schema's words and limits, and is kept", async () => {
  await openQueue();
  const field = await queue().findByRole("combobox", { name: "Runs at Once" });
  expect(field).toHaveAccessibleDescription(new RegExp(parallelField.help.slice(0, 20)));
  const choices = within(field).getAllByRole("option");
  expect(choices.map(({ textContent }) => textContent)).toEqual([..."12345678"]);
  await userEvent.selectOptions(field, "3");
  await waitFor(() => expect(server.arranged).toEqual([{ parallel: 3 }]));
  await waitFor(() => expect(field).toHaveValue("3"));
});

test("a setting that is refused says so beside the field", async () => {
  server.refuse("put", "/queue", 507, [{ field: "parallel", message: "The disk is full." }]);
  await openQueue();
  const field = await queue().findByRole("combobox", { name: "Runs at Once" });
  await userEvent.selectOptions(field, "3");
  await waitFor(() => expect(field).toHaveAccessibleDescription(/The disk is full\./));
  expect(field).toHaveValue("1");
});

test("an empty queue is one line that teaches what waits there", async () => {
  server.runs = [runOf("trains")];
  renderApp("/training");
  await screen.findByText("No run waits · 1 at once");
  await userEvent.click(queue().getByRole("button", { name: "Queue" }));
  expect(queue().getByText(/One that is started while others train joins here/)).toBeVisible();
});
