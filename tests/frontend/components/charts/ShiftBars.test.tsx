import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ShiftBars } from "@/components/charts/ShiftBars";

const bar = (item: HTMLElement | undefined) =>
  item?.querySelector<HTMLElement>("[style]")?.style ?? { left: "", width: "" };

test("changes share one scale around zero, and say in words where they went", () => {
  render(
    <ShiftBars
      label="Changes"
      shifts={[
        { id: "a", label: "The task", change: -2 },
        { id: "b", label: "Elsewhere", change: 1, range: { low: 0.5, high: 1.5 } },
        { id: "c", label: "Still", change: 0.01 },
        { id: "d", label: "Unknown", change: null },
      ]}
    />,
  );
  const items = screen.getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    "The taskfell: -2.000",
    "Elsewhererose: +1.000",
    "Stillhas not moved: +0.010",
    "Unknownnot measured: –",
  ]);
  expect(bar(items[0])).toMatchObject({ left: "0%", width: "50%" });
  expect(bar(items[1])).toMatchObject({ left: "50%", width: "25%" });
  expect(items[1]?.querySelectorAll("[style]")).toHaveLength(2);
  expect(items[3]?.querySelectorAll("[style]")).toHaveLength(0);
});
