import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { gradeOf, logText, probabilityText, tokenText } from "@/features/compare/likelihood";
import { ask, withCompareServer } from "./comparePage";
import { at } from "./compareServer";
import { finished, finishedSide, queued, started } from "./fixtures";

const server = withCompareServer();

const scores = {
  answer_of: 1,
  tokens: [
    { token: 1, text: "Ahoy" },
    { token: 2, text: "!" },
  ],
  sides: [
    { side: 0, logprobs: [-6.9, -0.01], total: -6.91, mean: -3.455 },
    { side: 1, logprobs: [-0.01, -0.02], total: -0.03, mean: -0.015 },
  ],
};

test("one side's answer is shown token by token under every side, walked by keys", async () => {
  server.network.use(
    http.post(at("/compare/:id/score"), async ({ request }) => {
      server.asked.push({ route: "score", body: await request.json() });
      return HttpResponse.json(scores);
    }),
  );
  await ask();
  server.say(queued, started, finishedSide(0, "A den."), finishedSide(1, "Ahoy!"), finished());
  await userEvent.click(await screen.findByRole("button", { name: "Likelihood" }));
  const tokens = await screen.findByRole("listbox", {
    name: "Tokens of pirate-demo, final under Base",
  });
  expect(server.bodyOf("score")).toEqual({ answer_of: 1 });
  expect(within(tokens).getByRole("option", { name: /^Ahoy 0\.10\s% \(-6\.90\)$/ })).toBeVisible();
  expect(screen.getByText("log-likelihood -6.91, -3.46 a token")).toBeInTheDocument();
  tokens.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(screen.getByText(/token 2 of 2/)).toHaveTextContent(
    /Base 99\.0\s% \(-0\.01\) · pirate-demo, final 98\.0\s%/,
  );
  await userEvent.click(screen.getByRole("radio", { name: "Base" }));
  await screen.findByRole("listbox", { name: "Tokens of Base under Base" });
});

test("a reference answer is told with its log-likelihood under each side", async () => {
  await ask();
  const reference = { ...scores, answer_of: null };
  server.say(
    queued,
    started,
    finishedSide(0, "A den."),
    finishedSide(1, "Ahoy!"),
    { type: "scores", scores: reference },
    finished(),
  );
  const table = await screen.findByRole("table", { name: /reference answer/ });
  expect(within(table).getByText("-6.91")).toBeInTheDocument();
});

test.each([
  [0, "over 90 %"],
  [-0.2, "50 to 90 %"],
  [-1.2, "10 to 50 %"],
  [-3, "1 to 10 %"],
  [-9, "under 1 %"],
  [Number.NEGATIVE_INFINITY, "under 1 %"],
])("a log-probability of %d is graded %s", (logprob, word) => {
  expect(gradeOf(logprob).word).toBe(word);
});

test("figures and tokens are written so that they can be read", () => {
  expect(logText(-0.001)).toBe("0.00");
  expect(logText(Number.NEGATIVE_INFINITY)).toBe("-∞");
  expect(probabilityText(undefined)).toBe("unknown");
  expect(tokenText(" a\n")).toBe("␣a⏎");
  expect(tokenText("")).toBe("(empty)");
});
