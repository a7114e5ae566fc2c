import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { openCompare, prompt, withCompareServer } from "./comparePage";
import { at } from "./compareServer";
import { finished, finishedSide, queued, sessionOf, started } from "./fixtures";

const server = withCompareServer();
const letters = [
  { index: 0, label: "A" },
  { index: 1, label: "B" },
];
const undone: string[] = [];

/** Votes as the server keeps them: names are revealed with the vote. */
function keepVotes() {
  undone.length = 0;
  server.network.use(
    http.post(at("/compare/votes"), async ({ request }) => {
      const { compare_id, winner } = (await request.json()) as Record<string, string>;
      server.asked.push({ route: "vote", body: winner });
      const known = sessionOf(String(compare_id), { vote_id: "v1", state: "ended" });
      server.sessions.set(known.id, known);
      server.totals = {
        votes: 1,
        pairs: [
          {
            a: "a",
            b: "base",
            label_a: "pirate-demo, final",
            label_b: "Base",
            wins_a: 1,
            wins_b: 0,
            ties: 0,
            win_rate_a: 1,
            interval_a: { low: 0.2065, high: 1 },
          },
        ],
      };
      const vote = { type: "vote", id: "v1", time: "", compare_id, winner };
      return HttpResponse.json({ vote, sides: known.sides }, { status: 201 });
    }),
    http.delete(at("/compare/votes/:id"), ({ params }) => {
      undone.push(String(params.id));
      server.totals = { votes: 0, pairs: [] };
      return new HttpResponse(null, { status: 204 });
    }),
  );
}

async function askBlind() {
  server.next = { blind: true, sides: letters };
  keepVotes();
  await openCompare();
  await screen.findByLabelText("Side 2");
  await userEvent.click(screen.getByRole("button", { name: "Blind" }));
  await userEvent.type(prompt(), "What does the owl eat?");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByRole("region", { name: "Answers" });
  expect(server.bodyOf("compare")).toMatchObject({ blind: true });
  server.say(queued, started, finishedSide(0, "Mice."), finishedSide(1, "Ahoy!"), finished());
  await screen.findByText("Which answer is better?");
}

test("unnamed answers are voted on by key; then names, totals and the way back appear", async () => {
  await askBlind();
  expect(screen.queryByRole("article", { name: "Base" })).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Likelihood" })).not.toBeInTheDocument();
  await userEvent.keyboard("b");
  await screen.findByText("You voted for pirate-demo, final.");
  expect(server.bodyOf("vote")).toBe(1);
  expect(screen.getByRole("article", { name: "Base" })).toBeInTheDocument();
  const totals = within(await screen.findByRole("region", { name: "Votes" }));
  expect(totals.getByText("pirate-demo, final – Base")).toBeInTheDocument();
  expect(totals.getByText(/20\.6\s% to 100\s%/)).toBeInTheDocument();
  expect(totals.getByRole("link", { name: "Export preference pairs" })).toHaveAttribute(
    "href",
    at("/compare/votes/export"),
  );
  await userEvent.click(screen.getByRole("button", { name: "Undo vote" }));
  await waitFor(() => expect(undone).toEqual(["v1"]));
  await waitFor(() =>
    expect(screen.queryByRole("region", { name: "Votes" })).not.toBeInTheDocument(),
  );
  expect(screen.getByRole("button", { name: "Base is better" })).toBeInTheDocument();
});

test.each([
  ["1", 0],
  ["t", "tie"],
])("%s votes for %s, and once only", async (key, winner) => {
  await askBlind();
  await userEvent.keyboard(key);
  await screen.findByText(/^You voted for/);
  await userEvent.keyboard(key);
  expect(server.asked.filter(({ route }) => route === "vote")).toEqual([
    { route: "vote", body: winner },
  ]);
});

test("keys are text while someone types the next prompt", async () => {
  await askBlind();
  await userEvent.type(prompt(), "bat");
  expect(prompt()).toHaveValue("bat");
  expect(server.bodyOf("vote")).toBeUndefined();
});
