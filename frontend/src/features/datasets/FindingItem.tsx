import { CircleAlert } from "lucide-react";
import { useState } from "react";
import type { Finding, FixKind, TokenReport } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { formatCount } from "@/lib/format";
import { FixDialog } from "./FixDialog";
import { fixesFor, fixWords, isMendedBySplit } from "./fixes";
import { useOpenRow } from "./openRow";
import { SplitDialog } from "./SplitDialog";
import type { TokenQuestion } from "./tokenQuestion";

export interface FindingItemProps extends Finding {
  report: TokenReport;
  question: TokenQuestion;
}

/** One thing that was found: how often, why it matters, where, an example, and what mends it. */
export function FindingItem({
  kind,
  title,
  why,
  rows,
  report,
  question,
  ...where
}: FindingItemProps) {
  const [fix, setFix] = useState<FixKind | null>(null);
  const [splitting, setSplitting] = useState(false);
  const fixes = fixesFor(kind, report);
  return (
    <li className="px-3 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <CircleAlert aria-hidden className="size-4 text-warning" />
        <h4 className="font-medium">{title}</h4>
        <Badge tone="warning">
          {formatCount(rows)} {rows === 1 ? "row" : "rows"}
        </Badge>
      </div>
      <p className="mt-1 text-muted text-xs">{why}</p>
      {kind.startsWith("valid_") ? (
        <Lines {...where} rows={rows} />
      ) : (
        <RowLinks {...where} rows={rows} />
      )}
      <details className="mt-1.5">
        <summary className="w-fit rounded-control text-muted text-xs hover:text-ink">
          Show an example<span className="sr-only"> of {title}</span>
        </summary>
        <pre className="mt-1 whitespace-pre-wrap rounded-control bg-sunken px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
          {where.example}
        </pre>
      </details>
      {(fixes.length > 0 || isMendedBySplit(kind)) && (
        <fieldset className="mt-2.5 flex flex-wrap gap-2">
          <legend className="sr-only">Mend: {title}</legend>
          {fixes.map((one) => (
            <Button key={one} size="sm" onClick={() => setFix(one)}>
              {fixWords[one].button}
            </Button>
          ))}
          {isMendedBySplit(kind) && (
            <Button size="sm" onClick={() => setSplitting(true)}>
              Split anew
            </Button>
          )}
        </fieldset>
      )}
      {splitting && (
        <SplitDialog
          path={question.path}
          dropDuplicates={kind === "exact_duplicate"}
          onClose={() => setSplitting(false)}
        />
      )}
      {fix && (
        <FixDialog fix={fix} report={report} question={question} onClose={() => setFix(null)} />
      )}
    </li>
  );
}

type PlacesProps = Pick<Finding, "places" | "rows">;

function RowLinks({ places, rows }: PlacesProps) {
  const openRow = useOpenRow();
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-1 text-xs">
      <span className="mr-1 text-faint">Lines</span>
      {places.map(({ line }) => (
        <button
          key={line}
          type="button"
          aria-label={`View line ${line}`}
          onClick={() => openRow?.({ line })}
          className="inline-flex h-6 min-w-6 items-center justify-center rounded-control border border-line px-1.5 text-primary-600 tabular-nums hover:bg-hover"
        >
          {formatCount(line)}
        </button>
      ))}
      <More shown={places.length} rows={rows} />
    </p>
  );
}

/** Lines of the validation file, which the viewer does not show. */
function Lines({ places, rows }: PlacesProps) {
  return (
    <p className="mt-1.5 text-xs tabular-nums">
      <span className="mr-2 text-faint">Lines of the validation file</span>
      {places.map(({ line }) => formatCount(line)).join(", ")}
      <More shown={places.length} rows={rows} />
    </p>
  );
}

function More({ shown, rows }: { shown: number; rows: number }) {
  if (rows <= shown) return null;
  return <span className="ml-1 text-faint">and {formatCount(rows - shown)} more</span>;
}
