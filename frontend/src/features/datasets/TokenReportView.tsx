import { CircleCheck } from "lucide-react";
import type { TokenReport } from "@/api/gen/types.gen";
import { RowErrors } from "@/components/ui/RowErrors";
import { formatCount, formatPercent } from "@/lib/format";
import { FindingItem } from "./FindingItem";
import { LengthHistogram } from "./LengthHistogram";
import { leakageInWords } from "./leakage";
import { TokenShares } from "./TokenShares";
import type { TokenQuestion } from "./tokenQuestion";

export interface TokenReportViewProps {
  report: TokenReport;
  question: TokenQuestion;
  /** A newer one is being made. */
  stale: boolean;
}

/** A report: totals, lengths, shares, padding, findings. */
export function TokenReportView({ report, question, stale }: TokenReportViewProps) {
  return (
    <div aria-busy={stale} className="flex flex-col gap-5">
      <Totals {...report} />
      <LengthHistogram report={report} />
      <TokenShares {...report} />
      <Padding {...report} />
      {typeof report.val_rows === "number" && (
        <p className="text-muted tabular-nums">{leakageInWords(report)}</p>
      )}
      {report.error_count > 0 && <RowErrors errors={report.errors} count={report.error_count} />}
      <Findings report={report} question={question} />
    </div>
  );
}

function Totals(report: TokenReport) {
  const facts = [
    ["Rows", formatCount(report.rows)],
    ["Tokens", formatCount(report.tokens_total)],
    ["Trained tokens", formatCount(report.trained_tokens)],
    ["Middle length", formatCount(report.tokens_median)],
    ["95 % within", formatCount(report.tokens_p95)],
    ["Longest", formatCount(report.tokens_max)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-control border border-line bg-line sm:grid-cols-3 lg:grid-cols-6">
      {facts.map(([name, value]) => (
        <div key={name} className="bg-surface px-3 py-2">
          <dt className="text-faint text-xs">{name}</dt>
          <dd className="mt-0.5 font-semibold text-base tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Padding({ padding_file_order: asIs, padding_sorted: sorted }: TokenReport) {
  const share = (of: number) => (
    <strong className="font-medium text-ink tabular-nums">{formatPercent(of)}</strong>
  );
  return (
    <p className="text-muted">
      {share(asIs.share)} of the computing would be padding in file order
      {sorted.share < asIs.share ? (
        <>, {share(sorted.share)} sorted by length.</>
      ) : (
        "; sorting by length saves nothing here."
      )}
    </p>
  );
}

function Findings({ report, question }: Omit<TokenReportViewProps, "stale">) {
  if (report.findings.length === 0) {
    return (
      <p className="flex items-center gap-2 text-muted">
        <CircleCheck aria-hidden className="size-4 text-success" />
        Nothing to mend: no row is cut, empty, doubled or out of order.
      </p>
    );
  }
  return (
    <section aria-label="Findings">
      <h3 className="mb-2 font-medium">Findings</h3>
      <ul className="divide-y divide-line rounded-control border border-line">
        {report.findings.map((finding) => (
          <FindingItem key={finding.kind} {...finding} report={report} question={question} />
        ))}
      </ul>
    </section>
  );
}
