import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { type Columns, createColumns } from "@/lib/columns";
import { useColumns } from "@/lib/useColumns";

function Count({ columns }: { columns: Columns<"train"> }) {
  return <output>{useColumns(columns).length}</output>;
}

test("a frame with new points re-renders once what shows them", () => {
  const frame: (() => void)[] = [];
  const columns = createColumns(["train"], (task) => frame.push(task));
  render(<Count columns={columns} />);
  columns.append(1, { train: 3 });
  columns.append(2, { train: 2 });
  expect(screen.getByRole("status")).toHaveTextContent("0");
  act(() => {
    for (const task of frame) task();
  });
  expect(screen.getByRole("status")).toHaveTextContent("2");
  expect(frame).toHaveLength(1);
});
