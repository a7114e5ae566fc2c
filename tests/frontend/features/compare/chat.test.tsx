import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { ask, openCompare, prompt, withCompareServer } from "./comparePage";
import { at } from "./compareServer";
import {
  failedSide,
  finished,
  finishedSide,
  loaded,
  loadedWorker,
  model,
  queued,
  started,
  token,
} from "./fixtures";

const server = withCompareServer();
const column = (name: string) => within(screen.getByRole("article", { name }));

test("a prompt goes to base and newest run, and tokens stream into both columns", async () => {
  await ask();
  expect(server.bodyOf("compare")).toMatchObject({
    model_path: model,
    sides: [{ source: "base" }, { source: "run", run_id: "r1", checkpoint: "final" }],
    messages: [{ role: "user", content: "Where does the fox live?" }],
    settings: { temperature: 0, max_tokens: 256, repetition_penalty: null },
    blind: false,
    force: false,
  });
  expect(prompt()).toHaveValue("");
  server.say(queued, loaded, started, token(0, "The fox"), token(1, "Ahoy"));
  await waitFor(() => expect(column("Base").getByText("The fox")).toBeInTheDocument());
  server.say(token(0, " lives"), token(1, "!"));
  await column("Base").findByText("The fox lives");
  expect(column("Base").getByText("2 tokens")).toBeInTheDocument();
  server.say(
    finishedSide(0, "The fox lives in a den."),
    finishedSide(1, "The fox be livin' in a den."),
    finished(),
  );
  await screen.findByText(/^Answered\./);
  const tuned = column("pirate-demo, final");
  expect(tuned.getByText("be livin' in a den.").tagName).toBe("MARK");
  expect(tuned.getByText("ended by itself")).toBeInTheDocument();
  expect(tuned.getByText(/140\stokens\/s/)).toBeInTheDocument();
  expect(tuned.getByText(/first after 20\sms/)).toBeInTheDocument();
});

test("Esc stops at once, from inside the prompt too, and what came stays", async () => {
  await ask();
  server.say(queued, loaded, started, token(0, "The fox"));
  await column("Base").findByText("The fox");
  await userEvent.click(prompt());
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(server.bodyOf("cancel")).toBe(server.latest));
  server.say(
    finishedSide(0, "The fox", "cancelled"),
    finishedSide(1, "", "cancelled"),
    finished("cancelled"),
  );
  await screen.findByText(/Stopped. What came until then stays./);
  expect(column("Base").getByText("The fox")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Send" })).toBeInTheDocument();
});

test("a failed side says what happened; the other one stays", async () => {
  await ask();
  server.say(queued, loaded, started, failedSide(1), token(0, "A den."));
  await screen.findByText(/The adapter folder is gone/);
  expect(column("pirate-demo, final").getByText("Choose another side.")).toBeInTheDocument();
  server.say(finishedSide(0, "A den."), finished());
  await screen.findByText(/^Answered\./);
  expect(column("Base").getByText("A den.")).toBeInTheDocument();
});

test("a follow-up continues from the answer of the side that was picked", async () => {
  await ask();
  server.say(queued, started, finishedSide(0, "In a den."), finishedSide(1, "Ahoy!"), finished());
  const follow = await screen.findByLabelText(/The next prompt continues/);
  expect(follow).toHaveDisplayValue("pirate-demo, final");
  await userEvent.selectOptions(follow, "Base");
  await userEvent.type(prompt(), "Why?");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(server.sessions.size).toBe(2));
  expect(server.bodyOf("compare")).toMatchObject({
    messages: [
      { role: "user", content: "Where does the fox live?" },
      { role: "assistant", content: "In a den." },
      { role: "user", content: "Why?" },
    ],
  });
});

test("a prompt that nobody answered is no part of what comes next", async () => {
  await ask();
  server.say(queued, started, failedSide(0), failedSide(1), finished("failed"));
  await screen.findByText("Failed. What came until then stays.");
  expect(screen.queryByLabelText(/The next prompt continues/)).not.toBeInTheDocument();
  await userEvent.type(prompt(), "Again");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(server.sessions.size).toBe(2));
  expect(server.bodyOf("compare")).toMatchObject({
    messages: [{ role: "user", content: "Again" }],
  });
});

test("errors of the server stand at their fields and go when these are edited", async () => {
  const errors = [
    { field: "messages", message: "The prompt has 300 tokens.", hint: "Shorten it." },
    { field: "sides.1.checkpoint", message: "There is no step 7." },
  ];
  server.network.use(
    http.post(at("/compare"), () =>
      HttpResponse.json({ title: "Check these", status: 422, errors }, { status: 422 }),
    ),
  );
  await openCompare();
  await screen.findByLabelText("Side 2");
  await userEvent.type(prompt(), "Long");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(prompt()).toHaveAccessibleDescription(/Shorten it/));
  expect(prompt()).toHaveValue("Long");
  expect(screen.getByLabelText("Side 2")).toHaveAccessibleDescription("There is no step 7.");
  await userEvent.selectOptions(screen.getByLabelText("Checkpoint of side 2"), "best");
  expect(screen.getByLabelText("Side 2")).not.toHaveAccessibleDescription();
});

test("short memory is explained with its figures, and may be overruled", async () => {
  const detail = "About 3.1 GB are needed and 1.2 GB are free.";
  server.network.use(
    http.post(
      at("/compare"),
      () => HttpResponse.json({ title: "Memory is short", status: 409, detail }, { status: 409 }),
      { once: true },
    ),
  );
  await openCompare();
  await screen.findByLabelText("Side 2");
  await userEvent.type(prompt(), "Hello");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByText(detail);
  await userEvent.click(screen.getByRole("button", { name: "Run anyway" }));
  await screen.findByRole("region", { name: "Answers" });
  expect(server.bodyOf("compare")).toMatchObject({ force: true });
});

test("a lost connection is told and made good; a failed session says why", async () => {
  await ask();
  server.say(queued, started, token(0, "The"));
  await column("Base").findByText("The");
  server.hangUp(1012);
  await screen.findByText("The server is restarting. Trying again.");
  server.say(token(0, " fox"), finished("failed"));
  await userEvent.click(screen.getByRole("button", { name: "Try now" }));
  await column("Base").findByText("The fox");
  expect(await screen.findByRole("alert")).toHaveTextContent("Send the prompt again.");
});

test("sides are added and removed, and memory is told and freed", async () => {
  server.worker = loadedWorker;
  await openCompare();
  await screen.findByLabelText("Side 2");
  await userEvent.click(screen.getByRole("button", { name: "Add a side" }));
  expect(screen.getByLabelText("Side 3")).toHaveValue("run:r0");
  await userEvent.selectOptions(screen.getByLabelText("Side 3"), "adapter");
  await userEvent.type(screen.getByLabelText("Adapter folder of side 3"), "/x");
  await userEvent.click(screen.getByRole("button", { name: "Remove side 1" }));
  expect(screen.getByLabelText("Side 2")).toHaveValue("adapter");
  expect(screen.getByText(/base of 4.7.MB and 1 adapter of 2.3.MB/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Memory" }));
  await userEvent.click(await screen.findByRole("button", { name: "Unload everything" }));
  await screen.findByText(/Nothing is in memory. The base loads/);
});

test("without a run the page leads to Setup; a link to a run chooses it", async () => {
  server.sides = { ...server.sides, runs: [] };
  const { router } = await openCompare();
  await screen.findByRole("heading", { name: "No adapter for this base yet" });
  expect(screen.getByRole("link", { name: "Go to Setup" })).toHaveAttribute("href", "/setup");
  await router.navigate("/compare?run=r9");
  expect(await screen.findByLabelText("Side 2")).toHaveValue("run:r9");
  expect(screen.getByLabelText("Base model")).toHaveValue("demo/model");
});
