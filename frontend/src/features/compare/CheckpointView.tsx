import { useMemo, useState } from "react";
import type { RunChoice } from "@/api/gen/types.gen";
import { AnswerColumn } from "./AnswerColumn";
import { AnswerText } from "./AnswerText";
import { shownAnswers } from "./answerOf";
import { CheckpointCurve } from "./CheckpointCurve";
import { CheckpointList } from "./CheckpointList";
import { CheckpointSlider } from "./CheckpointSlider";
import { SessionProgress } from "./SessionProgress";
import { SessionTrouble } from "./SessionState";
import type { LiveSession } from "./useSession";

const noSteps: readonly number[] = [];

/** The run's losses, and under them the answer at the step that the slider stands on. */
export function CheckpointView({
  id,
  live,
  run,
}: {
  id: string | null;
  live: LiveSession;
  run: RunChoice;
}) {
  const { session, summary } = live;
  const [chosen, setChosen] = useState<number | null>(null);
  const answers = useMemo(
    () => (session ? shownAnswers(session, summary) : []),
    [session, summary],
  );
  const steps = useMemo(
    () => session?.sides.map(({ step, index }) => step ?? index) ?? noSteps,
    [session],
  );
  // Follows the answers as they come until somebody slides.
  const newest = Math.max(
    0,
    answers.findLastIndex(({ text }) => text !== ""),
  );
  const place = Math.min(chosen ?? newest, Math.max(0, answers.length - 1));
  const answer = answers[place];
  const before = answers[place - 1];
  const saved = useMemo(() => run.checkpoints.map(({ step }) => step), [run]);
  return (
    <section aria-label="Checkpoints" className="card overflow-hidden">
      <div className="px-5 pt-3">
        <CheckpointCurve
          runId={run.run_id}
          steps={steps.length > 0 ? steps : saved}
          chosen={steps[place]}
        />
      </div>
      {id !== null && (
        <div className="grid gap-3 px-5 py-2 empty:hidden">
          <SessionTrouble id={id} summary={summary} again="Ask the checkpoints again." />
          <SessionProgress id={id} label="Checkpoints" summary={summary} />
        </div>
      )}
      {answer && (
        <>
          <CheckpointSlider steps={steps} value={place} onChange={setChosen} />
          <div className="border-line border-t">
            <AnswerColumn
              answer={answer}
              footer={
                before && (
                  <p className="pt-1 text-faint">{`Marked: what departs from ${before.label}.`}</p>
                )
              }
            >
              <AnswerText
                text={answer.text}
                other={before && !before.failed ? before.text : null}
                growing={{ text: !answer.ended, other: !before?.ended }}
              />
            </AnswerColumn>
          </div>
          <CheckpointList answers={answers} steps={steps} chosen={place} onChoose={setChosen} />
        </>
      )}
    </section>
  );
}
