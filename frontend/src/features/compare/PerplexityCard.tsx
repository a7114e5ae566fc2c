import { Card } from "@/components/ui/Card";
import { Table } from "@/components/ui/Table";
import { formatCount, formatLoss } from "@/lib/format";
import { SessionProgress } from "./SessionProgress";
import { SessionTrouble } from "./SessionState";
import { SideName } from "./SideName";
import type { LiveSession } from "./useSession";

/** How surprised each side is by the same rows: the lower, the better it knows them. */
export function PerplexityCard({ id, live }: { id: string; live: LiveSession }) {
  const { summary, session } = live;
  const failed = summary.answers.flatMap((answer, side) =>
    answer.failed ? [{ side, ...answer.failed }] : [],
  );
  return (
    <Card title="Perplexity" description="How surprised each side is by the rows. Lower is better.">
      <div className="grid grid-cols-1 gap-4">
        <SessionTrouble id={id} summary={summary} again="Measure again." />
        <SessionProgress id={id} label="Perplexity" summary={summary} />
        {failed.map(({ side, message, hint }) => (
          <p key={side} className="text-danger">
            {`${session?.sides[side]?.label ?? ""}: ${message} ${hint}`}
          </p>
        ))}
        {summary.perplexities.length > 0 && (
          <Table
            caption="Perplexity by side"
            rows={summary.perplexities}
            rowKey={({ side }) => side}
            columns={[
              {
                key: "side",
                header: "Side",
                cell: ({ side }) => (
                  <SideName index={side} label={session?.sides[side]?.label ?? ""} />
                ),
              },
              {
                key: "perplexity",
                header: "Perplexity",
                align: "right",
                cell: ({ perplexity }) => formatLoss(perplexity),
              },
              {
                key: "loss",
                header: "Loss",
                align: "right",
                cell: ({ mean_nll }) => formatLoss(mean_nll),
              },
              {
                key: "tokens",
                header: "Tokens",
                align: "right",
                cell: ({ tokens }) => formatCount(tokens),
              },
              {
                key: "rows",
                header: "Rows",
                align: "right",
                cell: ({ rows }) => formatCount(rows),
              },
              {
                key: "cut",
                header: "Rows cut",
                align: "right",
                cell: ({ rows_cut }) => formatCount(rows_cut),
              },
            ]}
          />
        )}
      </div>
    </Card>
  );
}
