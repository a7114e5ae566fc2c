/** What is known of a session at one moment. Never changes; the next frame brings a new one. */
import type * as z from "zod";
import type {
  zAnswerScores,
  zCompareFinishedEvent,
  zLoadedEvent,
  zPerplexityEvent,
  zProgressEvent,
  zRowEvent,
  zSideFailedEvent,
  zSideFinishedEvent,
} from "@/api/gen/zod.gen";
import type { ConnectionState } from "@/lib/eventSocket";

export type FinishedAnswer = z.output<typeof zSideFinishedEvent>;
export type BatchRow = z.output<typeof zRowEvent>;
export type Perplexity = z.output<typeof zPerplexityEvent>;
export type Scores = z.output<typeof zAnswerScores>;

export interface SideAnswer {
  text: string;
  tokens: number;
  finished: FinishedAnswer | null;
  failed: Pick<z.output<typeof zSideFailedEvent>, "message" | "hint"> | null;
}

export type SessionPhase = "sent" | "queued" | "loading" | "loaded" | "answering" | "ended";

export interface CompareSummary {
  /** Number of the newest event that is in here. */
  seq: number;
  connection: ConnectionState;
  phase: SessionPhase;
  /** Sessions that come first. */
  ahead: number;
  /** What is being loaded, in the server's words. */
  loading: string | null;
  loaded: Pick<z.output<typeof zLoadedEvent>, "base_bytes" | "active_bytes"> | null;
  /** What the server remarks about the prompt, such as a missing chat template. */
  note: string | null;
  /** By side; a side that has said nothing yet may be missing. */
  answers: readonly SideAnswer[];
  scores: readonly Scores[];
  progress: Pick<z.output<typeof zProgressEvent>, "done" | "total" | "unit"> | null;
  rows: readonly BatchRow[];
  perplexities: readonly Perplexity[];
  end: Pick<z.output<typeof zCompareFinishedEvent>, "outcome" | "message"> | null;
}

export const emptySummary: CompareSummary = {
  seq: 0,
  connection: { phase: "connecting", attempt: 0 },
  phase: "sent",
  ahead: 0,
  loading: null,
  loaded: null,
  note: null,
  answers: [],
  scores: [],
  progress: null,
  rows: [],
  perplexities: [],
  end: null,
};

export const noAnswer: SideAnswer = { text: "", tokens: 0, finished: null, failed: null };
