import { Table } from "@/components/ui/Table";
import type { ShownAnswer } from "./answerOf";
import type { Scores } from "./compareSummary";
import { logText } from "./likelihood";
import { SideName } from "./SideName";

/** How likely each side finds the reference answer. */
export function ReferenceScores({
  scores,
  answers,
}: {
  scores: Scores;
  answers: readonly ShownAnswer[];
}) {
  return (
    <div className="border-line border-t px-2 py-3">
      <p className="px-3 pb-1 text-muted text-xs">
        {`Reference answer, ${scores.tokens.length} tokens: the closer to zero, the more a side expects it.`}
      </p>
      <Table
        caption="Log-likelihood of the reference answer"
        rows={scores.sides}
        rowKey={({ side }) => side}
        columns={[
          {
            key: "side",
            header: "Side",
            cell: ({ side }) => <SideName index={side} label={answers[side]?.label ?? ""} />,
          },
          {
            key: "total",
            header: "Log-likelihood",
            align: "right",
            cell: ({ total }) => logText(total),
          },
          {
            key: "mean",
            header: "By token",
            align: "right",
            cell: ({ mean }) => logText(mean),
          },
        ]}
      />
    </div>
  );
}
