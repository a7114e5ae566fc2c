/** What is shown of one side: the stream's word, and the server's where it says more. Pure. */
import type { CompareSession, SideFinishedEvent } from "@/api/gen/types.gen";
import { type CompareSummary, noAnswer, type SideAnswer } from "./compareSummary";

export interface ShownAnswer extends Pick<SideAnswer, "text" | "tokens" | "failed"> {
  index: number;
  label: string;
  /** A remark of the server, such as which checkpoint stands in for the best. */
  note: string | null;
  figures: Omit<SideFinishedEvent, "seq" | "time"> | null;
  ended: boolean;
}

/** Every side in order. After a vote the session tells the figures that the stream withheld. */
export function shownAnswers(session: CompareSession, summary: CompareSummary): ShownAnswer[] {
  return session.sides.map(({ index, label, note }) => {
    const streamed = summary.answers[index] ?? noAnswer;
    const told = session.answers.find(({ side }) => side === index);
    const figures = told ?? (streamed.finished as ShownAnswer["figures"]);
    return {
      index,
      label,
      note: note ?? null,
      text: figures?.text ?? streamed.text,
      tokens: figures?.completion_tokens ?? streamed.tokens,
      failed: streamed.failed,
      figures,
      ended: figures !== null || streamed.failed !== null || summary.end !== null,
    };
  });
}
