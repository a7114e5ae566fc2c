import { useCallback, useMemo } from "react";
import { useCancelCompareMutation } from "@/api/compareApi";
import type { CompareSession, Turn } from "@/api/gen/types.gen";
import { useAppSelector } from "@/store/hooks";
import { selectSessions } from "@/store/slices/compareSlice";
import { type ShownAnswer, shownAnswers } from "./answerOf";
import type { CompareSummary } from "./compareSummary";
import { useSession } from "./useSession";

export interface Chat {
  id: string | null;
  session: CompareSession | undefined;
  summary: CompareSummary;
  answers: readonly ShownAnswer[];
  /** Whether tokens may still come. */
  running: boolean;
  /** The side whose answer a follow-up continues from; null where there is none to continue. */
  followed: ShownAnswer | null;
  /** The turns that come before the next prompt. */
  before: readonly Turn[];
  stop: () => void;
  stopping: boolean;
}

/** The conversation as it stands: what was asked last, what each side says, and what a follow-up builds on. */
export function useChat(): Chat {
  const { chat: id } = useAppSelector(selectSessions);
  const { summary, session } = useSession(id);
  const chosen = useAppSelector((state) => state.compare.followed);
  const [cancel, { isLoading: stopping }] = useCancelCompareMutation();
  const answers = useMemo(
    () => (session ? shownAnswers(session, summary) : []),
    [session, summary],
  );
  const said = answers.filter(({ text }) => text !== "");
  const followed = said.find(({ index }) => index === chosen) ?? said.at(-1) ?? null;
  const gone = summary.connection.phase === "closed";
  const running = id !== null && summary.end === null && !gone;
  // Nothing is sent while answers come: then a token changes nothing but its column.
  const text = running ? "" : (followed?.text ?? "");
  const messages = session?.messages;
  const before = useMemo<readonly Turn[]>(() => {
    if (!messages) return [];
    // A prompt that nobody answered is no part of the conversation.
    if (text === "") return messages.slice(0, -1);
    return [...messages, { role: "assistant", content: text }];
  }, [messages, text]);
  const stop = useCallback(() => void (id !== null && cancel(id)), [cancel, id]);
  return {
    id,
    session,
    summary,
    answers,
    running,
    followed,
    before,
    stop,
    stopping,
  };
}
