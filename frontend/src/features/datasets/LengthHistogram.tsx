import type { LengthBin, TokenReport } from "@/api/gen/types.gen";
import { Table } from "@/components/ui/Table";
import { formatCount } from "@/lib/format";
import { type Histogram, layOutHistogram } from "./histogram";

const height = 132;
const floor = 112;
const top = 18;

/** How long the rows are, in tokens, with the line at which the trainer cuts. */
export function LengthHistogram({ report }: { report: TokenReport }) {
  const limit = report.settings.max_seq_length ?? 0;
  const layout = layOutHistogram(report.histogram, limit);
  const where = layout.limitAt === null ? ", beyond every row" : "";
  return (
    <figure aria-label="Lengths of rows">
      <figcaption className="mb-1 flex flex-wrap justify-between gap-x-4 text-xs">
        <span className="font-medium">Rows by length in tokens</span>
        <span className="flex items-center gap-1.5 text-muted tabular-nums">
          <svg aria-hidden className="h-3 w-2">
            <line x1="50%" x2="50%" y2="100%" className="stroke-2 stroke-warning-mark" />
          </svg>
          Max Sequence Length {formatCount(limit)}
          {where}
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`Lengths of ${formatCount(report.rows)} rows: the middle one has ${formatCount(report.tokens_median)} tokens, the longest ${formatCount(report.tokens_max)}. ${formatCount(report.truncated_rows)} are cut at ${formatCount(limit)}.`}
        width="100%"
        height={height}
        className="block overflow-visible"
      >
        <Bars {...layout} />
        <line x1="0" x2="100%" y1={floor} y2={floor} className="stroke-line-strong" />
        {layout.limitAt !== null && <Limit at={layout.limitAt / layout.bins.length} />}
      </svg>
      <Values bins={layout.bins} />
    </figure>
  );
}

function Bars({ bins, most, limitAt }: Histogram) {
  const percent = (bars: number) => `${(100 * bars) / bins.length}%`;
  const every = Math.ceil(bins.length / 7);
  return bins.map(({ low, rows }, index) => {
    const tall = rows === 0 ? 0 : Math.max(2, ((floor - top) * rows) / most);
    return (
      <g key={low}>
        <rect
          x={percent(index + 0.06)}
          width={percent(0.88)}
          y={floor - tall}
          height={tall}
          rx="2"
          className={limitAt !== null && index >= limitAt ? "fill-danger-mark" : "fill-chart-1"}
        />
        {rows > 0 && bins.length <= 14 && (
          <text
            x={percent(index + 0.5)}
            y={floor - tall - 4}
            textAnchor="middle"
            className="hidden fill-muted text-[0.6875rem] tabular-nums sm:block"
          >
            {formatCount(rows)}
          </text>
        )}
        {index % every === 0 && (
          <text
            x={percent(index)}
            y={height - 4}
            textAnchor={index === 0 ? "start" : "middle"}
            className="fill-faint text-[0.6875rem] tabular-nums"
          >
            {formatCount(low)}
          </text>
        )}
      </g>
    );
  });
}

function Limit({ at }: { at: number }) {
  const x = `${at * 100}%`;
  return <line x1={x} x2={x} y1="4" y2={floor} className="stroke-2 stroke-warning-mark" />;
}

function Values({ bins }: { bins: readonly LengthBin[] }) {
  return (
    <details className="mt-1">
      <summary className="w-fit rounded-control text-muted text-xs hover:text-ink">
        Show as a table
      </summary>
      <Table
        caption="Rows by length in tokens"
        maxHeight="max-h-64"
        rows={bins}
        rowKey={({ low }) => low}
        columns={[
          { key: "length", header: "Tokens", cell: rangeOf },
          { key: "rows", header: "Rows", align: "right", cell: ({ rows }) => formatCount(rows) },
        ]}
      />
    </details>
  );
}

function rangeOf({ low, high }: LengthBin): string {
  return high === null
    ? `${formatCount(low)} and more`
    : `${formatCount(low)} – ${formatCount(high - 1)}`;
}
