import { useCastVoteMutation, useUndoVoteMutation } from "@/api/compareApi";
import type { CompareSession } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";

export type Winner = number | "tie";

/** One vote on a blind comparison, and the way back. */
export function useVote(session: CompareSession) {
  // Under the session's own key, so that a vote outlives another tab's being looked at.
  const [castVote, cast] = useCastVoteMutation({ fixedCacheKey: `vote ${session.id}` });
  const [undoVote, undone] = useUndoVoteMutation({ fixedCacheKey: `undo ${session.id}` });
  const vote = cast.data?.vote;
  return {
    /** What was voted here; undefined before. */
    winner: vote?.winner,
    /** Whether a vote may be given: blind, or just taken back. */
    open: vote === undefined && (session.blind || undone.isSuccess),
    cast: (winner: Winner) => {
      if (cast.isLoading) return;
      undone.reset();
      void castVote({ compare_id: session.id, winner });
    },
    casting: cast.isLoading,
    undo: async () => {
      if (!vote) return;
      const answer = await undoVote({ voteId: vote.id, compareId: session.id });
      if (!answer.error) cast.reset();
    },
    undoing: undone.isLoading,
    error: problemInWords(cast.error) ?? problemInWords(undone.error),
  };
}
