import { type KeyboardEvent, useState } from "react";
import { useShowTokensQuery } from "@/api/datasetJobs";
import { problemInWords } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Dialog } from "@/components/ui/Dialog";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatCount } from "@/lib/format";
import type { RowPlace } from "./openRow";
import { RowSteps } from "./RowSteps";
import { RowTokensView } from "./RowTokensView";
import type { TokenQuestion } from "./tokenQuestion";

export interface RowViewerProps {
  /** Where it begins. */
  place: RowPlace;
  question: TokenQuestion;
  onClose: () => void;
}

const steps: Record<string, number> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

/** Any row as the trainer sees it. Arrow keys step through the rows. */
export function RowViewer({ place, question, onClose }: RowViewerProps) {
  const [at, setAt] = useState(place);
  const { path, model, mask_prompt, max_seq_length } = question;
  const asked = { path, model, mask_prompt, max_seq_length, ...at };
  const { currentData, data, error, isFetching } = useShowTokensQuery(asked);
  const row = currentData ?? data;
  const failed = isFetching ? undefined : problemInWords(error);

  function stepByKey(event: KeyboardEvent) {
    const by = steps[event.key];
    if (!by || !row || event.defaultPrevented || isTyping(event)) return;
    event.preventDefault();
    setAt({ row: Math.min(row.rows, Math.max(1, row.row + by)) });
  }

  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title="Row as the trainer sees it"
      description={
        <span aria-live="polite" className="tabular-nums">
          {row
            ? `Row ${formatCount(row.row)} of ${formatCount(row.rows)}, line ${formatCount(row.line)}.`
            : "The row is being read."}
        </span>
      }
      onKeyDown={stepByKey}
    >
      <div className="flex flex-col gap-4">
        {row && <RowSteps row={row} onGo={setAt} />}
        {failed && (
          <Alert live tone="danger" title="This row cannot be shown">
            {failed}
          </Alert>
        )}
        {row && !failed && (
          <RowTokensView key={row.row} row={row} stale={isFetching && !currentData} />
        )}
        {!row && !failed && <Skeleton className="h-64" />}
      </div>
    </Dialog>
  );
}

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || target instanceof HTMLInputElement;
}
