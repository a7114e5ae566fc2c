import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Alert } from "@/components/ui/Alert";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { Popover } from "@/components/ui/Popover";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { StateBadge } from "@/components/ui/StateBadge";
import { Table } from "@/components/ui/Table";
import { Tabs } from "@/components/ui/Tabs";
import { type RunStateName, runStateWords } from "@/lib/runState";
import { currentToasts } from "@/lib/toasts";

test.each(Object.entries(runStateWords) as [RunStateName, string][])(
  "the state %s has an icon and the word %s",
  (state, word) => {
    const { container } = render(<StateBadge state={state} />);
    expect(screen.getByText(word)).toBeInTheDocument();
    expect(container.querySelector("[aria-hidden]")).toBeInTheDocument();
  },
);

test("a progress bar says how far it is, and says nothing while that is unknown", () => {
  const { rerender } = render(
    <ProgressBar label="Training" value={0.254} valueText="254 of 1 000 steps" />,
  );
  const bar = screen.getByRole("progressbar", { name: "Training" });
  expect(bar).toHaveAttribute("aria-valuenow", "25");
  expect(bar).toHaveAttribute("aria-valuetext", "254 of 1 000 steps");
  rerender(<ProgressBar label="Training" value={7} />);
  expect(bar).toHaveAttribute("aria-valuenow", "100");
  rerender(<ProgressBar label="Training" value={null} />);
  expect(bar).not.toHaveAttribute("aria-valuenow");
});

test("code is copied, and the button says so", async () => {
  const user = userEvent.setup();
  render(<CodeBlock label="mlx.yaml" code="rank: 32" copyLabel="Copy YAML" />);
  await user.click(screen.getByRole("button", { name: "Copy YAML" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toBe("rank: 32");
});

test("a blocked clipboard is told, not hidden", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("blocked"));
  render(<CodeBlock label="mlx.yaml" code="rank: 32" />);
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(currentToasts()).toMatchObject([{ tone: "danger", title: "Nothing was copied" }]);
  expect(screen.getByRole("button", { name: "Copy" })).toBeInTheDocument();
});

test("tabs are walked by arrow key", async () => {
  const tabs = [
    { id: "yaml", label: "YAML", content: "rank: 32" },
    { id: "command", label: "Command", content: "mlx_lm.lora" },
  ];
  render(<Tabs label="The same run as" tabs={tabs} />);
  expect(screen.getByRole("tabpanel")).toHaveTextContent("rank: 32");
  await userEvent.click(screen.getByRole("tab", { name: "YAML" }));
  await userEvent.keyboard("{ArrowRight}");
  expect(screen.getByRole("tab", { name: "Command" })).toHaveFocus();
  expect(screen.getByRole("tabpanel")).toHaveTextContent("mlx_lm.lora");
});

test("a table has a caption, column headers and row headers", () => {
  render(
    <Table
      caption="Runs"
      columns={[
        { key: "name", header: "Name", cell: (row: { name: string; loss: number }) => row.name },
        { key: "loss", header: "Loss", align: "right", cell: (row) => row.loss },
      ]}
      rows={[{ name: "demo", loss: 1.2 }]}
      rowKey={(row) => row.name}
    />,
  );
  const table = screen.getByRole("table", { name: "Runs" });
  expect(within(table).getAllByRole("columnheader")).toHaveLength(2);
  expect(within(table).getByRole("rowheader", { name: "demo" })).toBeInTheDocument();
});

test("facts are terms with their values", () => {
  render(<KeyValueList items={[{ key: "Blocks", value: 24 }]} />);
  expect(screen.getByRole("term")).toHaveTextContent("Blocks");
  expect(screen.getByRole("definition")).toHaveTextContent("24");
});

test("an alert says its tone in words, and aloud only when it arrives late", () => {
  const { rerender } = render(<Alert tone="danger" title="Training failed" />);
  expect(screen.getByText("Error:", { exact: false })).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  rerender(<Alert tone="danger" title="Training failed" live />);
  expect(screen.getByRole("alert")).toHaveTextContent("Training failed");
  rerender(<Alert tone="info" title="Saved" live />);
  expect(screen.getByRole("status")).toHaveTextContent("Saved");
});

test("a popover opens on a click and closes on Esc", async () => {
  render(
    <Popover label="Choose columns" trigger={<button type="button">Columns</button>}>
      list
    </Popover>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  expect(screen.getByRole("dialog", { name: "Choose columns" })).toHaveTextContent("list");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});
