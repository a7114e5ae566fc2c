import { Undo2 } from "lucide-react";
import type { CompareSession } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import type { ShownAnswer } from "./answerOf";
import { Ballot } from "./Ballot";
import { useVote, type Winner } from "./useVote";

export interface VotePanelProps {
  session: CompareSession;
  answers: readonly ShownAnswer[];
}

/** Asks which unnamed answer is better; by button, or by letter or number key. */
export function VotePanel({ session, answers }: VotePanelProps) {
  const vote = useVote(session);
  if (!vote.open && vote.winner === undefined) return null;
  return (
    <div className="border-line border-t bg-sunken px-5 py-3">
      {vote.open ? (
        <Ballot answers={answers} named={!session.blind} onVote={vote.cast} busy={vote.casting} />
      ) : (
        <div role="status" className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 flex-1">{votedText(vote.winner, answers)}</p>
          <Button size="sm" icon={Undo2} busy={vote.undoing} onClick={() => void vote.undo()}>
            Undo vote
          </Button>
        </div>
      )}
      <p aria-live="polite" className="text-danger text-xs empty:hidden">
        {vote.error}
      </p>
    </div>
  );
}

function votedText(winner: Winner | undefined, answers: readonly ShownAnswer[]): string {
  if (winner === "tie") return "You voted for a tie.";
  const label = winner === undefined ? undefined : answers[winner]?.label;
  return label ? `You voted for ${label}.` : "You have voted.";
}
