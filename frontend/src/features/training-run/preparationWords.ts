/** What a person should know of rows that were made ready, one thing a sentence. Pure. */
import type { Preparation, PreparedFile } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";

const mostLines = 20;

/** "59 %". */
export function sharePercent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** The shares of padding in the training data; null where nothing was batched before. */
export function paddingOf({ files }: Preparation): { before: number; after: number } | null {
  const train = files.find(({ name }) => name === "train");
  if (!train || train.before.positions === 0) return null;
  return { before: train.before.share, after: train.after.share };
}

export function paddingSentence({ before, after }: { before: number; after: number }): string {
  if (sharePercent(before) === sharePercent(after)) {
    return `${sharePercent(after)} of the computing is padding.`;
  }
  return `${sharePercent(before)} of the computing would have been padding, now it is ${sharePercent(after)}.`;
}

/** Rows that stand twice: how many, why, and which. Null where none does. */
export function repeatedSentence({ name, repeated, source_rows }: PreparedFile): string | null {
  if (repeated.length === 0) return null;
  const many = repeated.length;
  const shown = repeated.slice(0, mostLines).map(({ line }) => formatCount(line));
  const more = many > shown.length ? ` and ${formatCount(many - shown.length)} more` : "";
  const rows = `${formatCount(many)} of ${formatCount(source_rows)} ${name} rows`;
  const lines = `${many === 1 ? "line" : "lines"} ${shown.join(", ")}${more}`;
  return `${rows} ${many === 1 ? "is" : "are"} repeated so that the last batch is whole and none is left out (${lines}).`;
}

/** Rows that are longer than the trainer reads. Null where none is. */
export function cutSentence(
  { name, truncated_rows: cut }: PreparedFile,
  maxTokens: number | undefined,
): string | null {
  if (cut === 0) return null;
  const limit = maxTokens === undefined ? "the limit" : `${formatCount(maxTokens)} tokens`;
  const rows = `${formatCount(cut)} ${name} ${cut === 1 ? "row is" : "rows are"}`;
  return `${rows} longer than ${limit}: what is beyond is not trained.`;
}
