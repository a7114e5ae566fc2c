import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { ConnectionLine } from "@/components/layout/ConnectionLine";
import { RunBar } from "@/components/layout/RunBar";

test("the run bar says state, name, step and time left, and leads to the run", () => {
  render(
    <MemoryRouter>
      <RunBar name="demo" state="running" step={120} totalSteps={1000} eta={3840} to="/training" />
    </MemoryRouter>,
  );
  const link = screen.getByRole("link");
  expect(link).toHaveAttribute("href", "/training");
  expect(link).toHaveTextContent("Runningdemo120 / 1 0001 h 04 m left");
  expect(screen.getByRole("progressbar", { name: "Progress of demo" })).toHaveAttribute(
    "aria-valuenow",
    "12",
  );
});

test("before the first report the bar claims nothing", () => {
  render(
    <MemoryRouter>
      <RunBar
        name="demo"
        state="starting"
        step={null}
        totalSteps={1000}
        eta={null}
        to="/training"
      />
    </MemoryRouter>,
  );
  expect(screen.getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
  expect(screen.queryByText(/left/)).not.toBeInTheDocument();
});

test.each([
  ["connected", "Connected"],
  ["connecting", "Connecting"],
  ["lost", "Server does not answer"],
] as const)("the connection is told in words: %s", (state, words) => {
  render(<ConnectionLine state={state} compact />);
  expect(screen.getByRole("status")).toHaveTextContent(words);
});
