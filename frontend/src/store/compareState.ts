/** What is chosen and what is under way on Compare; answers themselves are the server's. */
import type { ApiProblem } from "@/api/problem";
import type { NumberDraft } from "@/lib/numberInput";
import { type DraftSide, defaultSettings, type SettingsDraft } from "@/store/compareDraft";

/** The three things that can be started, each with a form of its own. */
export type CompareForm = "chat" | "batch" | "scrub";

export interface ChatDraft {
  prompt: string;
  system: string;
  reference: string;
  blind: boolean;
}

export interface BatchDraft {
  source: "run" | "file";
  /** Null: the run of the first side that has one. */
  runId: string | null;
  path: string;
  limit: NumberDraft;
  answersOnly: boolean;
}

export interface ScrubDraft {
  /** Null: the newest run with a checkpoint. */
  runId: string | null;
  prompt: string;
}

export interface CompareState {
  /** Null: the base of the newest ended run. */
  modelPath: string | null;
  /** Null: nobody has chosen yet, so the defaults stand. */
  sides: DraftSide[] | null;
  settings: SettingsDraft;
  chat: ChatDraft;
  batch: BatchDraft;
  scrub: ScrubDraft;
  /** The side whose answer a follow-up continues from. Null: the last one. */
  followed: number | null;
  /** The sessions on the page; what they hold is the server's. */
  sessions: Record<CompareForm | "perplexity", string | null>;
  problems: Record<CompareForm, ApiProblem | null>;
}

/** Nothing chosen yet. */
export const initialCompare = (): CompareState => ({
  modelPath: null,
  sides: null,
  settings: defaultSettings,
  chat: { prompt: "", system: "", reference: "", blind: false },
  batch: { source: "run", runId: null, path: "", limit: null, answersOnly: true },
  scrub: { runId: null, prompt: "" },
  followed: null,
  sessions: { chat: null, batch: null, scrub: null, perplexity: null },
  problems: { chat: null, batch: null, scrub: null },
});
