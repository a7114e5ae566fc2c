import { CircleCheck, CircleX } from "lucide-react";
import type { ResultRow } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { StateBadge } from "@/components/ui/StateBadge";
import { classes } from "@/lib/classes";
import {
  formatCount,
  formatDuration,
  formatGigabytes,
  formatLoss,
  formatProgress,
  missing,
} from "@/lib/format";
import { rowCell as cell } from "./rowShape";

const figure = classes(cell, "text-right tabular-nums whitespace-nowrap");

/** From the kind to the proof: what a run is and how far it came. */
export function RowFigures({ row }: { row: ResultRow }) {
  return (
    <>
      <td className={classes(cell, "text-muted text-xs")}>
        {row.kind && runKinds[row.kind].label}
      </td>
      <td className={cell}>
        {row.state && <StateBadge state={row.state} />}
        {row.state && !row.ended_at && row.step ? (
          <span className="block truncate text-faint text-xs tabular-nums">
            {formatProgress(row.step, row.total_steps)}
          </span>
        ) : null}
      </td>
      <td className={classes(figure, "font-medium")}>{formatLoss(row.best_val_loss)}</td>
      <td className={figure}>{formatLoss(row.val_loss)}</td>
      <td className={figure}>{formatLoss(row.train_loss)}</td>
      <td className={figure}>{formatLoss(row.test_loss)}</td>
      <td className={figure}>{formatCount(row.tokens_per_second)}</td>
      <td className={figure}>{formatGigabytes(row.peak_memory_gb)}</td>
      <td className={figure}>{formatDuration(row.seconds)}</td>
      <td className={cell}>
        <ProofMark ok={row.proof_ok} />
      </td>
    </>
  );
}

function ProofMark({ ok }: { ok: boolean | null | undefined }) {
  if (ok === null || ok === undefined) return <span className="text-faint">{missing}</span>;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <span
      className={classes(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-xs",
        ok ? "text-success" : "text-danger",
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {ok ? "Proven" : "Not proven"}
    </span>
  );
}
