import { Download } from "lucide-react";
import { useMemo } from "react";
import { batchExportUrl } from "@/api/compareApi";
import { buttonClasses } from "@/components/ui/buttonClasses";
import { Card } from "@/components/ui/Card";
import { formatCount } from "@/lib/format";
import { BatchTable } from "./BatchTable";
import { tallies } from "./batchTally";
import { SessionProgress } from "./SessionProgress";
import { SessionTrouble } from "./SessionState";
import { TallyTable } from "./TallyTable";
import type { LiveSession } from "./useSession";

/** A batch as it stands: progress, tallies, rows, and both exports. */
export function BatchResults({ id, live }: { id: string; live: LiveSession }) {
  const { summary, session } = live;
  const sides = session?.sides ?? [];
  const { rows } = summary;
  const counted = useMemo(() => tallies(sides.length, rows), [sides.length, rows]);
  return (
    <Card
      title="Answers"
      description={describe(live)}
      actions={(["jsonl", "csv"] as const).map((format) => (
        <a
          key={format}
          href={batchExportUrl(id, format)}
          download
          className={buttonClasses("secondary", "sm")}
        >
          <Download aria-hidden className="size-3.5" />
          {format.toUpperCase()}
        </a>
      ))}
    >
      <div className="grid grid-cols-1 gap-4">
        <SessionTrouble id={id} summary={summary} again="Start the batch again." />
        <SessionProgress id={id} label="Batch" summary={summary} />
        {rows.length > 0 && (
          <>
            <TallyTable tallies={counted} sides={sides} />
            <BatchTable key={id} rows={rows} sides={sides} />
          </>
        )}
      </div>
    </Card>
  );
}

function describe({ summary, session }: LiveSession): string {
  const many = `${formatCount(summary.rows.length)} ${summary.rows.length === 1 ? "row" : "rows"}`;
  const warnings = session?.warnings.join(" ") ?? "";
  const ended = summary.end?.outcome === "cancelled" ? " Stopped; these rows stay." : "";
  return `${many} answered.${ended} ${warnings}`.trim();
}
