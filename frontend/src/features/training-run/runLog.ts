/** The lines that a run said, in order. Grows at its end; the oldest go when it is very long. */

export type LogTone = "plain" | "info" | "warning" | "danger";

export interface LogLine {
  /** Number of the event that brought it. */
  seq: number;
  time: string;
  text: string;
  tone: LogTone;
}

export interface RunLog {
  readonly lines: readonly LogLine[];
  /** Lines that were let go. */
  readonly dropped: number;
}

export const mostLines = 100_000;

export const emptyLog: RunLog = { lines: [], dropped: 0 };

/** A tenth goes at once, so that a full log does not copy itself for every line. */
export function trimmed(log: RunLog, most = mostLines): RunLog {
  if (log.lines.length <= most) return log;
  const excess = log.lines.length - most + Math.floor(most / 10);
  return { lines: log.lines.slice(excess), dropped: log.dropped + excess };
}

/** Lines that hold the words, whatever their case; all of them for no words. */
export function matchingLines(lines: readonly LogLine[], words: string): readonly LogLine[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return lines;
  return lines.filter(({ text }) => text.toLowerCase().includes(wanted));
}

/** How a printed line is tinted. For the eye only: nothing is decided by it. */
export function toneOfPrinted(text: string): LogTone {
  if (/(error|exception)\b|traceback/i.test(text)) return "danger";
  return /warn(ing)?\b/i.test(text) ? "warning" : "plain";
}
