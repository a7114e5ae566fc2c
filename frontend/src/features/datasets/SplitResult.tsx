import type { SplitData } from "@/api/gen/types.gen";
import { Table } from "@/components/ui/Table";
import { formatCount, formatPercent } from "@/lib/format";
import { SplitLeakage } from "./SplitLeakage";

const partWords: Record<string, string> = { train: "Training", valid: "Validation", test: "Test" };

/** Rows by part, what was kept together, what was left out, and whether any row stands on both sides. */
export function SplitResult({ files, ...split }: SplitData) {
  const all = files.reduce((sum, { rows }) => sum + rows, 0);
  const partOf = (wanted: string) => files.find(({ name }) => name === wanted)?.path;
  const [train, valid] = [partOf("train"), partOf("valid")];
  return (
    <div className="flex flex-col gap-3">
      <Table
        caption="Rows by part"
        rows={files}
        rowKey={({ name }) => name}
        columns={[
          { key: "part", header: "Part", cell: ({ name }) => partWords[name] ?? name },
          { key: "rows", header: "Rows", align: "right", cell: ({ rows }) => formatCount(rows) },
          {
            key: "share",
            header: "Share",
            align: "right",
            cell: ({ rows }) => formatPercent(rows / all),
          },
        ]}
      />
      <ul className="flex flex-col gap-1 text-muted tabular-nums">
        <li>{togetherInWords(split)}</li>
        {split.dropped_duplicates > 0 && (
          <li>{leftOutInWords(split.dropped_duplicates, "exact duplicate")}</li>
        )}
        {split.error_lines > 0 && (
          <li>
            {leftOutInWords(split.error_lines, "line that is no row", "lines that are no rows")}
          </li>
        )}
        {train && valid && <SplitLeakage train={train} valid={valid} />}
      </ul>
    </div>
  );
}

type Together = Pick<SplitData, "groups" | "grouped_rows" | "largest_group">;

function togetherInWords({ groups, grouped_rows, largest_group }: Together): string {
  if (groups === 0) return "No row is a near duplicate of another.";
  const many = groups === 1 ? "1 group" : `${formatCount(groups)} groups`;
  return `${formatCount(grouped_rows)} rows are near duplicates, in ${many} of at most ${formatCount(largest_group)}. Each group stands whole in one part.`;
}

function leftOutInWords(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one} was left out.` : `${formatCount(count)} ${many} were left out.`;
}
