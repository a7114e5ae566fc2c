import { Check, CircleX, Equal, Minus } from "lucide-react";
import { useState } from "react";
import type { SideInfo } from "@/api/gen/types.gen";
import { Pager } from "@/components/ui/Pager";
import { Table, type TableColumn } from "@/components/ui/Table";
import { classes } from "@/lib/classes";
import { formatCount, missing } from "@/lib/format";
import type { BatchRow } from "./compareSummary";

const pageSize = 25;

/** Every row with what each side made of it, a page at a time. */
export function BatchTable({
  rows,
  sides,
}: {
  rows: readonly BatchRow[];
  sides: readonly SideInfo[];
}) {
  const [page, setPage] = useState(0);
  const shown = rows.slice(page * pageSize, (page + 1) * pageSize);
  const referenced = rows.some(({ reference }) => reference !== null);
  const columns: TableColumn<BatchRow>[] = [
    { key: "index", header: "Row", cell: ({ index }) => formatCount(index + 1) },
    { key: "prompt", header: "Prompt", cell: ({ prompt }) => <CellText text={prompt} /> },
    ...(referenced
      ? [
          {
            key: "reference",
            header: "Reference",
            cell: ({ reference }: BatchRow) => <CellText text={reference ?? missing} />,
          },
        ]
      : []),
    ...sides.map(({ index, label }) => ({
      key: String(index),
      header: label,
      cell: ({ answers }: BatchRow) => (
        <AnswerCell answer={answers.find(({ side }) => side === index)} />
      ),
    })),
  ];
  return (
    <div>
      <Table
        caption="Answers by row"
        maxHeight="max-h-[70vh]"
        rows={shown}
        rowKey={({ index }) => index}
        columns={columns}
      />
      <div className="pt-2">
        <Pager noun="rows" page={page} pageSize={pageSize} total={rows.length} onPage={setPage} />
      </div>
    </div>
  );
}

function CellText({ text }: { text: string }) {
  return (
    <span className="line-clamp-4 min-w-36 whitespace-pre-wrap align-top [overflow-wrap:anywhere]">
      {text}
    </span>
  );
}

type Answer = BatchRow["answers"][number];

function AnswerCell({ answer }: { answer: Answer | undefined }) {
  if (!answer) return missing;
  if (answer.problem) {
    return (
      <span className="flex min-w-36 items-start gap-1.5 text-danger">
        <CircleX aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {answer.problem}
      </span>
    );
  }
  return (
    <div className="min-w-44">
      <CellText text={answer.text} />
      <MatchMark answer={answer} />
    </div>
  );
}

const marks = {
  exact: { icon: Check, word: "Exact", look: "text-success" },
  contains: { icon: Equal, word: "Contains it", look: "text-info" },
  none: { icon: Minus, word: "No match", look: "text-faint" },
};

/** How an answer stands to its reference; nothing without one. */
function MatchMark({ answer }: { answer: Answer }) {
  if (typeof answer.exact !== "boolean") return null;
  const {
    icon: Icon,
    word,
    look,
  } = marks[answer.exact ? "exact" : answer.contains ? "contains" : "none"];
  return (
    <span className={classes("mt-1 flex items-center gap-1 text-xs", look)}>
      <Icon aria-hidden className="size-3" />
      {word}
    </span>
  );
}
