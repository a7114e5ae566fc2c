import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { card, openSetup, path } from "../setupPage";
import { at, problem, report, serveSetup } from "../setupServer";

const server = serveSetup();
const rows = new File(['{"text":"a"}\n'], "rows.jsonl");
const uploaded = () =>
  http.post(at("/datasets"), () =>
    HttpResponse.json({ ...report, path: "/data/uploads/rows.jsonl" }, { status: 201 }),
  );

test("known data brings its validation rows, and is reported", async () => {
  await openSetup();
  await userEvent.click(screen.getByRole("button", { name: "Show suggestions for Training data" }));
  await userEvent.click(await screen.findByRole("option", { name: /Pirates/ }));
  expect(path("Validation data")).toHaveValue("/data/valid.jsonl");
  const about = card("Dataset");
  expect(await about.findAllByText("272 rows")).toHaveLength(2);
  expect(about.getAllByText("Ahoy! In a den, matey!")[0]).toBeVisible();
});

test("wrong lines are listed with their numbers", async () => {
  const errors = [{ line: 7, message: "Not JSON.", hint: "Correct or remove the line." }];
  server.use(
    http.post(at("/datasets/inspect"), () =>
      HttpResponse.json({ ...report, error_count: 31, errors }),
    ),
  );
  await openSetup();
  await userEvent.type(path("Training data"), "/bad.jsonl");
  expect(await screen.findByText("31 lines are wrong")).toBeVisible();
  expect(screen.getByText("Line 7")).toBeVisible();
  expect(screen.getByText("Not JSON. Correct or remove the line.")).toBeVisible();
});

test("an uploaded file becomes the data", async () => {
  server.use(uploaded());
  await openSetup();
  await userEvent.upload(screen.getByLabelText("File for Training data"), rows);
  expect(await screen.findByDisplayValue("/data/uploads/rows.jsonl")).toBe(path("Training data"));
});

test("a dropped file becomes the data of its field", async () => {
  server.use(uploaded());
  await openSetup();
  fireEvent.drop(path("Validation data"), { dataTransfer: { files: [rows] } });
  expect(await screen.findByDisplayValue("/data/uploads/rows.jsonl")).toBe(path("Validation data"));
});

test("an upload that fails leaves the path as it was", async () => {
  server.use(
    http.post(at("/datasets"), () => problem(413, { title: "Too large", detail: "Use a path." })),
  );
  await openSetup();
  await userEvent.type(path("Training data"), "/mine.jsonl");
  await userEvent.upload(screen.getByLabelText("File for Training data"), rows);
  expect(await screen.findByText("Too large. Use a path.")).toBeVisible();
  expect(path("Training data")).toHaveValue("/mine.jsonl");
});
