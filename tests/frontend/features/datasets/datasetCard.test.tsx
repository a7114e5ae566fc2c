import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { card, openSetup, openWithDemo, path } from "../setupPage";
import { at, problem, report, serveSetup, started } from "../setupServer";

const server = serveSetup();
const rows = new File(['{"text":"a"}\n'], "rows.jsonl");
const stored = (kind = "jsonl") =>
  http.put(at("/datasets/files"), ({ request }) => {
    expect(new URL(request.url).searchParams.get("name")).toBe("rows.jsonl");
    expect(request.headers.get("Content-Type")).toBe("application/octet-stream");
    return HttpResponse.json({ path: "/droid/rows.jsonl", bytes: 13, kind }, { status: 201 });
  });
const picker = () => screen.getByLabelText("File for Training data");

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

test("an uploaded file becomes the data, and can be undone", async () => {
  server.use(stored());
  await openSetup();
  await userEvent.type(path("Training data"), "/mine.jsonl");
  await userEvent.upload(picker(), rows);
  expect(await screen.findByDisplayValue("/droid/rows.jsonl")).toBe(path("Training data"));
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(path("Training data")).toHaveValue("/mine.jsonl");
});

test("a dropped file becomes the data of its field", async () => {
  server.use(stored());
  await openSetup();
  fireEvent.drop(path("Validation data"), { dataTransfer: { files: [rows] } });
  expect(await screen.findByDisplayValue("/droid/rows.jsonl")).toBe(path("Validation data"));
  expect(path("Training data")).toHaveValue("");
});

test("an upload shows how far it is, and can be cancelled", async () => {
  server.use(http.put(at("/datasets/files"), () => delay("infinite")));
  await openSetup();
  await userEvent.upload(picker(), rows);
  expect(
    await screen.findByRole("progressbar", { name: "Uploading Training data" }),
  ).toHaveAttribute("aria-valuetext", expect.stringMatching(/^\d+.B of 13.B$/));
  await userEvent.click(screen.getByRole("button", { name: "Cancel: Uploading Training data" }));
  await waitFor(() => expect(screen.queryByRole("progressbar")).not.toBeInTheDocument());
  expect(path("Training data")).toHaveValue("");
  expect(screen.getByRole("button", { name: "Upload Training data" })).not.toHaveAttribute(
    "aria-busy",
  );
});

test("an upload that fails leaves the path as it was", async () => {
  server.use(
    http.put(at("/datasets/files"), () =>
      problem(413, { title: "Too large", detail: "Use a path." }),
    ),
  );
  await openSetup();
  await userEvent.type(path("Training data"), "/mine.jsonl");
  await userEvent.upload(picker(), rows);
  expect(await screen.findByText("Too large. Use a path.")).toBeVisible();
  expect(path("Training data")).toHaveValue("/mine.jsonl");
});

test("rows keep the order of the file when the switch is off", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByLabelText("Sort by Length"));
  await userEvent.click(screen.getByText("Start training"));
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ config: { sort_by_length: false } });
});
