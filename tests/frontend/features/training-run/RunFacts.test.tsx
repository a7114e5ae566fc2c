import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import {
  cutSentence,
  paddingOf,
  paddingSentence,
  repeatedSentence,
} from "@/features/training-run/preparationWords";
import { renderApp } from "../../renderApp";
import { evaluated, numbered, preparation, runOf, saved, state, warned } from "./fixtures";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();
const card = async (name: string) => within(await screen.findByRole("region", { name }));
const cells = (row: HTMLElement) =>
  [...row.children].map(({ textContent }) => textContent?.replace(/[\u00a0\u202f]/g, " "));

test("what preparation did is told: padding before and after, rows twice, rows cut", async () => {
  server.runs = [runOf("prepared")];
  server.logs.set("prepared", numbered(state("running"), { type: "preparation", preparation }));
  renderApp("/training");
  const data = await card("Data as trained");
  expect(
    data.getByText("59 % of the computing would have been padding, now it is 15 %."),
  ).toBeInTheDocument();
  expect(
    data.getByText(
      "2 of 10 train rows are repeated so that the last batch is whole and none is left out (lines 3, 1 204).",
    ),
  ).toBeInTheDocument();
  expect(
    data.getByText("3 train rows are longer than 512 tokens: what is beyond is not trained."),
  ).toBeInTheDocument();
  const rows = data.getAllByRole("row").slice(1).map(cells);
  expect(rows).toEqual([
    ["train", "10", "2", "3", "4 100"],
    ["valid", "4", "0", "0", "800"],
  ]);
});

test("nothing is said of what did not happen, and long lists of lines end", () => {
  const [train, valid] = preparation.files;
  if (!train || !valid) throw new Error("The fixture has two files.");
  expect([repeatedSentence(valid), cutSentence(valid, 512)]).toEqual([null, null]);
  const repeated = Array.from({ length: 23 }, (_, index) => ({ line: index + 1, index }));
  expect(repeatedSentence({ ...train, repeated })).toMatch(/lines 1, .*, 20 and 3 more\)/);
  expect(repeatedSentence({ ...train, repeated: repeated.slice(0, 1) })).toMatch(
    /row[s]? is repeated .*\(line 1\)/,
  );
  const before = { ...train.before, positions: 0 };
  expect(paddingSentence({ before: 0.151, after: 0.149 })).toBe(
    "15\u00a0% of the computing is padding.",
  );
  expect(paddingOf({ ...preparation, files: [{ ...train, before }] })).toBeNull();
});

test("checkpoints are listed newest first with loss, size and disk use; the best is starred", async () => {
  server.runs = [runOf("files")];
  server.logs.set(
    "files",
    numbered(
      evaluated(24, 1.25),
      saved(24, "best_adapters.safetensors"),
      saved(25, "0000025_adapters.safetensors"),
      evaluated(49, 1.5, false),
      saved(50, "0000050_adapters.safetensors"),
      saved(50),
    ),
  );
  renderApp("/training");
  const list = await card("Checkpoints");
  await list.findByText("4 adapter files take 14.4 MB on disk.");
  // Points come with the next frame, after the files.
  await waitFor(() =>
    expect(list.getAllByRole("row").slice(1).map(cells)).toEqual([
      ["50", "1.500", "0000050_adapters.safetensors", "3.6 MB"],
      ["50", "1.500", "adapters.safetensors", "3.6 MB"],
      ["25", "1.250", "0000025_adapters.safetensors", "3.6 MB"],
      ["24Best", "1.250", "best_adapters.safetensors", "3.6 MB"],
    ]),
  );
});

test("before the first save the list says what will come", async () => {
  server.runs = [runOf("none")];
  renderApp("/training");
  const list = await card("Checkpoints");
  expect(list.getByText("The first one appears after the first save.")).toBeInTheDocument();
});

test("a warning stands above the run until it is put away; the next one comes back", async () => {
  server.runs = [runOf("warned")];
  const events = numbered(
    state("running"),
    warned("This computer slept for 40 min."),
    warned("The validation loss has risen 3 times in a row."),
  );
  server.say("warned", ...events.slice(0, 2));
  renderApp("/training");
  const banner = () => screen.queryByRole("button", { name: "Put the warning away" });
  await screen.findAllByText("This computer slept for 40 min.");
  await userEvent.click(await screen.findByRole("button", { name: "Put the warning away" }));
  expect(banner()).not.toBeInTheDocument();
  server.say("warned", ...events.slice(2));
  await screen.findByRole("button", { name: "Put the warning away" });
  const status = screen.getAllByRole("status").map(({ textContent }) => textContent);
  expect(status.some((text) => text?.includes("has risen 3 times in a row"))).toBe(true);
});
