import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { blasInWords } from "@/features/system/systemWords";
import { openSetup } from "../setupPage";
import { at, problem, serveSetup } from "../setupServer";

const server = serveSetup();

const system = {
  version: "1.2.3",
  engines: { "mlx-lm": "0.31.3", mlx: "0.31.2" },
  platform: "Linux",
  machine: "x86_64",
  cpus: 4,
  memory_bytes: 32e9,
  memory_available_bytes: 16e9,
  home: "/data/droid",
  disk_free_bytes: 5e9,
  blas: "OpenBLAS",
  blas_path: "/lib/libopenblas.so.0",
  blas_threads: 4,
  hint: null,
};

async function openSystem(answer: () => Response) {
  server.use(http.get(at("/system"), answer));
  await openSetup();
  await userEvent.click(screen.getAllByRole("button", { name: "System" })[0] as HTMLElement);
  return within(await screen.findByRole("dialog", { name: "System" }));
}

test("the BLAS, its threads and the engines are named", async () => {
  const panel = await openSystem(() => HttpResponse.json(system));
  expect(await panel.findByText("OpenBLAS, 4 threads")).toBeVisible();
  expect(panel.getByText("mlx-lm").nextElementSibling).toHaveTextContent("0.31.3");
  expect(panel.getByText("Memory free").nextElementSibling).toHaveTextContent(/16.*of.*32/);
  expect(panel.getByText("/data/droid")).toBeVisible();
  expect(panel.queryByText("Training could be faster here")).toBeNull();
});

test("what would make training faster is said here and where a run's cost is", async () => {
  const hint = "Install OpenBLAS to train several times faster.";
  const panel = await openSystem(() =>
    HttpResponse.json({ ...system, blas: null, blas_path: null, blas_threads: null, hint }),
  );
  expect(await panel.findByText(hint)).toBeVisible();
  expect(panel.getByText("MLX's own")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(screen.getByText(hint)).toBeVisible();
});

test("an answer that does not come is told", async () => {
  const panel = await openSystem(() => problem(500, { title: "It broke", detail: "Look there." }));
  expect(await panel.findByText(/It broke|Look there/)).toBeVisible();
});

test("on a Mac no BLAS is missing", () => {
  expect(blasInWords({ platform: "Darwin", blas: null, blas_threads: null })).toBe(
    "Not needed here",
  );
  expect(blasInWords({ platform: "Linux", blas: "MKL", blas_threads: 1 })).toBe("MKL, 1 thread");
});
