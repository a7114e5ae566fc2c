import { Info } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/Button";
import { Spinner } from "@/components/ui/Spinner";
import { classes } from "@/lib/classes";
import { AnswerColumn } from "./AnswerColumn";
import { AnswerText } from "./AnswerText";
import type { ShownAnswer } from "./answerOf";
import { Likelihood } from "./Likelihood";
import { ReferenceScores } from "./ReferenceScores";
import { SessionTrouble, waitingText } from "./SessionState";
import { sideColumns } from "./sideColours";
import { Transcript } from "./Transcript";
import type { Chat } from "./useChat";
import { VotePanel } from "./VotePanel";

/** What every side says to the newest prompt, side by side. */
export function Answers({ chat }: { chat: Chat }) {
  const [likely, setLikely] = useState(false);
  const { id, session, summary, answers } = chat;
  if (id === null || !session) return null;
  const reference = summary.scores.find(({ answer_of }) => answer_of === null);
  const scorable = !chat.running && !session.blind && answers.some(({ text }) => text !== "");
  return (
    <section aria-label="Answers" className="card overflow-hidden">
      <Transcript turns={session.messages} system={session.system} />
      <StatusLine chat={chat}>
        {scorable && (
          <Button
            size="sm"
            variant={likely ? "secondary" : "ghost"}
            aria-pressed={likely}
            onClick={() => setLikely(!likely)}
            className={classes(likely && "border-primary-400 text-primary-700")}
          >
            Likelihood
          </Button>
        )}
      </StatusLine>
      <div className="px-5 pt-3 empty:hidden">
        <SessionTrouble id={id} summary={summary} again="Send the prompt again." />
      </div>
      {likely && scorable ? (
        <Likelihood key={`tokens ${id}`} id={id} answers={answers} />
      ) : (
        <Columns answers={answers} />
      )}
      <Remarks chat={chat} />
      {reference && <ReferenceScores scores={reference} answers={answers} />}
      {summary.end?.outcome === "completed" && (
        <VotePanel key={`vote ${id}`} session={session} answers={answers} />
      )}
    </section>
  );
}

function StatusLine({ chat, children }: { chat: Chat; children: ReactNode }) {
  const { running, summary, answers } = chat;
  const waiting = running ? waitingText(summary) : null;
  const parted = !running && answers.filter(({ text }) => text !== "").length > 1;
  return (
    <div className="flex min-h-11 items-center gap-2 border-line border-b px-5 py-1.5 text-muted text-xs">
      {waiting && <Spinner className="size-3.5" />}
      <p role="status" className="min-w-0 flex-1">
        {waiting ?? (running ? "Answering" : endText(chat))}
        {parted && ` Marked: what departs from ${answers[0]?.label ?? "the first side"}.`}
      </p>
      {children}
    </div>
  );
}

/** What a person should know before trusting the answers. */
function Remarks({ chat: { summary, session } }: { chat: Chat }) {
  const remarks = [...(session?.warnings ?? []), ...(summary.note ? [summary.note] : [])];
  if (remarks.length === 0) return null;
  return (
    <ul className="grid gap-1 border-line border-t px-5 py-2.5 text-muted text-xs">
      {remarks.map((text) => (
        <li key={text} className="flex items-start gap-2">
          <Info aria-hidden className="mt-px size-3.5 shrink-0 text-faint" />
          {text}
        </li>
      ))}
    </ul>
  );
}

function endText({ summary: { end } }: Chat): string {
  if (end === null) return "";
  if (end.outcome === "completed") return "Answered.";
  const word = end.outcome === "cancelled" ? "Stopped." : "Failed.";
  return `${word} What came until then stays.`;
}

function Columns({ answers }: { answers: readonly ShownAnswer[] }) {
  const first = answers[0];
  return (
    <div className={classes("grid overflow-hidden", sideColumns(answers.length))}>
      {answers.map((answer) => (
        <AnswerColumn key={answer.index} answer={answer}>
          <AnswerText
            text={answer.text}
            other={answer === first || !first || first.failed ? null : first.text}
            growing={{ text: !answer.ended, other: !first?.ended }}
          />
        </AnswerColumn>
      ))}
    </div>
  );
}
