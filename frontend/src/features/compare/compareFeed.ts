/**
 * What the events of one session add up to: texts as far as they have come, rows, figures, the end.
 * Tells its listeners once per frame. Knows nothing of sockets or of React.
 */
import type { ConnectionState } from "@/lib/eventSocket";
import type { CompareEvent } from "./compareEvents";
import {
  type BatchRow,
  type CompareSummary,
  emptySummary,
  noAnswer,
  type SideAnswer,
} from "./compareSummary";

export interface CompareFeed {
  apply(event: CompareEvent): void;
  connectionMoved(connection: ConnectionState): void;
  summary(): CompareSummary;
  subscribe(listener: () => void): () => void;
}

/** `schedule` exists for tests; it runs a task at the next frame. */
export function createCompareFeed(
  schedule: (task: () => void) => void = (task) => void requestAnimationFrame(task),
): CompareFeed {
  const listeners = new Set<() => void>();
  // Grown in place and copied once per frame: a copy for each event would cost its square.
  const answers: SideAnswer[] = [];
  const rows: BatchRow[] = [];
  let now = emptySummary;
  let shown = emptySummary;
  let waiting = false;

  function announce() {
    if (waiting) return;
    waiting = true;
    schedule(() => {
      waiting = false;
      const sameRows = rows.length === shown.rows.length;
      shown = { ...now, answers: answers.slice(), rows: sameRows ? shown.rows : rows.slice() };
      for (const listener of listeners) listener();
    });
  }

  return {
    apply(event) {
      if (event.type === "row") rows.push(event);
      else if ("side" in event) applyToSide(answers, event);
      now = { ...now, ...changeOf(now, event), seq: event.seq };
      announce();
    },
    connectionMoved(connection) {
      now = { ...now, connection };
      announce();
    },
    summary: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function applyToSide(answers: SideAnswer[], event: Extract<CompareEvent, { side: number }>): void {
  while (answers.length <= event.side) answers.push(noAnswer);
  const before = answers[event.side] ?? noAnswer;
  if (event.type === "token") {
    const counted = event.token >= 0 ? 1 : 0;
    answers[event.side] = {
      ...before,
      text: before.text + event.text,
      tokens: before.tokens + counted,
    };
  } else if (event.type === "side_finished") {
    const { text, completion_tokens: tokens } = event;
    answers[event.side] = { ...before, text, tokens, finished: event };
  } else if (event.type === "side_failed") {
    const { message, hint } = event;
    answers[event.side] = { ...before, failed: { message, hint } };
  }
}

function changeOf(now: CompareSummary, event: CompareEvent): Partial<CompareSummary> {
  switch (event.type) {
    case "queued":
      return { phase: "queued", ahead: event.ahead };
    case "loading":
      return { phase: "loading", loading: event.what };
    case "loaded": {
      const { base_bytes, active_bytes } = event;
      return { phase: "loaded", loaded: { base_bytes, active_bytes } };
    }
    case "started":
      return { phase: "answering", note: event.note ?? null };
    case "scores":
      return { scores: [...now.scores, event.scores] };
    case "progress": {
      const { done, total, unit } = event;
      return { phase: "answering", progress: { done, total, unit } };
    }
    case "perplexity":
      return { perplexities: [...now.perplexities, event] };
    case "finished":
      return { phase: "ended", end: { outcome: event.outcome, message: event.message ?? null } };
    default:
      return now.phase === "answering" ? {} : { phase: "answering" };
  }
}
