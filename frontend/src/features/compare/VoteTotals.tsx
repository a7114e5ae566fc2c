import { Download } from "lucide-react";
import { preferencesUrl, useCountVotesQuery } from "@/api/compareApi";
import type { PairTotals } from "@/api/gen/types.gen";
import { buttonClasses } from "@/components/ui/buttonClasses";
import { Card } from "@/components/ui/Card";
import { Table } from "@/components/ui/Table";
import { formatCount, formatPercent, missing } from "@/lib/format";

/** Every vote so far by pair of sides, and the way to take them along. Nothing before the first vote. */
export function VoteTotals() {
  const { data } = useCountVotesQuery();
  if (!data || data.votes === 0) return null;
  return (
    <Card
      title="Votes"
      description={`${formatCount(data.votes)} ${data.votes === 1 ? "vote" : "votes"} so far. Ties count for neither side.`}
      actions={
        <a href={preferencesUrl} download className={buttonClasses("secondary", "sm")}>
          <Download aria-hidden className="size-3.5" />
          Export preference pairs
        </a>
      }
    >
      <Table
        caption="Votes by pair of sides"
        maxHeight="max-h-80"
        rows={data.pairs}
        rowKey={({ a, b }) => `${a} ${b}`}
        columns={[
          {
            key: "pair",
            header: "Pair",
            cell: ({ label_a, label_b }) => `${label_a} – ${label_b}`,
          },
          { key: "a", header: "First wins", align: "right", cell: (pair) => pair.wins_a },
          { key: "b", header: "Second wins", align: "right", cell: (pair) => pair.wins_b },
          { key: "ties", header: "Ties", align: "right", cell: (pair) => pair.ties },
          {
            key: "rate",
            header: "First's win rate",
            align: "right",
            cell: (pair) => formatPercent(pair.win_rate_a),
          },
          { key: "interval", header: "95 % interval", align: "right", cell: intervalText },
        ]}
      />
    </Card>
  );
}

function intervalText({ interval_a: interval }: PairTotals): string {
  if (!interval) return missing;
  return `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`;
}
