import { ArrowDown, ArrowUp, ChevronRight, Minus } from "lucide-react";
import type { TrialGroup } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { Table } from "@/components/ui/Table";
import { formatScore } from "@/lib/format";

/** The answers of each prompt with what they are worth, and whether they are pushed up or down. */
export function TrialGroups({ groups }: { groups: readonly TrialGroup[] }) {
  return (
    <ol
      aria-label="Groups of answers"
      className="divide-y divide-line rounded-card border border-line"
    >
      {groups.map((group, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: groups are known by their row alone.
          key={index}
        >
          <details open={index === 0} className="group/answers">
            <summary className="flex min-h-10 list-none items-center gap-2 rounded-card px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2">
              <ChevronRight
                aria-hidden
                className="size-3.5 shrink-0 text-faint transition-transform group-open/answers:rotate-90"
              />
              <span className="min-w-0 flex-1 truncate">{group.prompt}</span>
              <span className="hidden min-w-0 max-w-40 truncate text-muted text-xs sm:inline">
                {group.answer}
              </span>
              {group.flat ? (
                <Badge tone="warning">flat</Badge>
              ) : (
                <span className="text-faint text-xs tabular-nums">
                  spread {formatScore(group.spread)}
                </span>
              )}
            </summary>
            <Answers group={group} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Answers({ group }: { group: TrialGroup }) {
  const rows = group.completions.map((completion, index) => ({
    index,
    completion,
    total: group.totals[index] ?? 0,
    advantage: group.advantages[index] ?? 0,
  }));
  return (
    <Table
      caption={`Answers to ${group.prompt}`}
      rows={rows}
      rowKey={({ index }) => index}
      columns={[
        {
          key: "completion",
          header: "Answer",
          cell: ({ completion }) => (
            <span className="block min-w-20 whitespace-pre-wrap text-xs [overflow-wrap:anywhere]">
              {completion || <span className="text-faint">(empty)</span>}
            </span>
          ),
        },
        { key: "total", header: "Score", align: "right", cell: ({ total }) => formatScore(total) },
        {
          key: "advantage",
          header: "Advantage",
          align: "right",
          cell: ({ advantage }) => <Push advantage={advantage} />,
        },
      ]}
    />
  );
}

/** Up, down, or left alone; icon and sign as well as colour. */
function Push({ advantage }: { advantage: number }) {
  const Icon = advantage > 0 ? ArrowUp : advantage < 0 ? ArrowDown : Minus;
  const colour = advantage > 0 ? "text-success" : advantage < 0 ? "text-danger" : "text-faint";
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${colour}`}>
      <Icon aria-hidden className="size-3.5" />
      {advantage.toFixed(2)}
    </span>
  );
}
