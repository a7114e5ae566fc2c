import type { EvaluationResult, LossFigures } from "@/api/gen/types.gen";
import { Table } from "@/components/ui/Table";
import { formatCount, formatLoss } from "@/lib/format";

const measures: { label: string; of: (figures: LossFigures) => string }[] = [
  { label: "Loss", of: ({ loss }) => formatLoss(loss) },
  { label: "Perplexity", of: ({ perplexity }) => formatLoss(perplexity) },
  { label: "Tokens scored", of: ({ tokens }) => formatCount(tokens) },
];

/** Base against adapter on the same rows. */
export function EvaluationFigures({ result }: { result: EvaluationResult }) {
  const { base, tuned } = result;
  return (
    <>
      <Table
        caption="Base and adapter on the same rows"
        rows={measures}
        rowKey={({ label }) => label}
        columns={[
          { key: "measure", header: "Measure", cell: ({ label }) => label },
          { key: "base", header: "Base", align: "right", cell: ({ of }) => of(base) },
          {
            key: "tuned",
            header: "With adapter",
            align: "right",
            cell: ({ of }) => <span className="font-medium">{of(tuned)}</span>,
          },
        ]}
      />
      {tuned.rows_cut > 0 && (
        <p className="mt-2 text-warning text-xs">
          {`${formatCount(tuned.rows_cut)} of ${formatCount(tuned.rows)} rows are longer than the limit and were cut at the end.`}
        </p>
      )}
    </>
  );
}
