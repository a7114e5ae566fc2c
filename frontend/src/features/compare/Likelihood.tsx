import { useState } from "react";
import { useGetScoresQuery } from "@/api/compareApi";
import type { AnswerScores } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Segments } from "@/components/ui/SegmentedControl";
import { Skeleton } from "@/components/ui/Skeleton";
import { classes } from "@/lib/classes";
import type { ShownAnswer } from "./answerOf";
import { grades, logText, probabilityText, tokenText } from "./likelihood";
import { SideName } from "./SideName";
import { sideColumns } from "./sideColours";
import { TokenWalk } from "./TokenWalk";

/** One side's answer, token by token, as likely as every side finds it. */
export function Likelihood({ id, answers }: { id: string; answers: readonly ShownAnswer[] }) {
  const last = answers.findLast(({ text }) => text !== "") ?? answers[0];
  const [of, setOf] = useState(last?.index ?? 0);
  const [lit, setLit] = useState<number | null>(null);
  const { currentData: scores, error } = useGetScoresQuery({ id, answer_of: of });
  const whose = answers[of]?.label ?? "";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-5 py-2.5">
        <span className="text-muted text-xs">Answer of</span>
        <div className="min-w-0 max-w-md flex-1">
          <Segments
            label="Whose answer"
            value={of}
            onChange={(next) => {
              setOf(next);
              setLit(null);
            }}
            options={answers.map(({ index, label }) => ({ value: index, label }))}
          />
        </div>
        <Legend />
      </div>
      {error !== undefined && (
        <div className="p-5">
          <Alert tone="danger" title={problemInWords(error) ?? "No figures came."} live />
        </div>
      )}
      <Readout scores={scores} lit={lit} answers={answers} />
      <div className={classes("grid overflow-hidden", sideColumns(answers.length))}>
        {answers.map((answer) => {
          const side = scores?.sides.find((one) => one.side === answer.index);
          return (
            <article
              key={answer.index}
              aria-label={`Under ${answer.label}`}
              className="-mr-px -mb-px min-w-0 border-line border-r border-b px-5 pt-3 pb-4"
            >
              <h2 className="mb-2 flex font-medium">
                <SideName index={answer.index} label={answer.label} />
              </h2>
              {scores && side ? (
                <TokenWalk
                  tokens={scores.tokens}
                  side={side}
                  label={`Tokens of ${whose} under ${answer.label}`}
                  lit={lit}
                  onLight={setLit}
                />
              ) : (
                !error && <Skeleton className="h-16" />
              )}
              <p className="mt-2 min-h-4 text-muted text-xs tabular-nums">
                {side && `log-likelihood ${logText(side.total)}, ${logText(side.mean)} a token`}
              </p>
            </article>
          );
        })}
      </div>
    </>
  );
}

function Legend() {
  return (
    <ul aria-label="Probability of a token" className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
      {grades.map(({ word, look }) => (
        <li key={word}>
          <span className={classes("rounded-[2px] px-0.5", look)}>{word}</span>
        </li>
      ))}
    </ul>
  );
}

interface ReadoutProps {
  scores: AnswerScores | undefined;
  lit: number | null;
  answers: readonly ShownAnswer[];
}

/** The token that is looked at, and what each side gives it. */
function Readout({ scores, lit, answers }: ReadoutProps) {
  const token = lit === null ? undefined : scores?.tokens[lit];
  return (
    <p
      aria-live="polite"
      className="min-h-10 border-line border-b bg-sunken px-5 py-2.5 text-muted text-xs tabular-nums"
    >
      {token && lit !== null ? (
        <>
          <span className="font-medium font-mono text-ink">{tokenText(token.text)}</span>
          {` · token ${lit + 1} of ${scores?.tokens.length ?? 0}`}
          {scores?.sides.map(({ side, logprobs }) => (
            <span key={side}>
              {` · ${answers[side]?.label ?? side} ${probabilityText(logprobs[lit])}`}
            </span>
          ))}
        </>
      ) : (
        "Point at a token, or walk with the arrow keys, to read its probability under each side."
      )}
    </p>
  );
}
