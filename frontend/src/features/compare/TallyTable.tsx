import type { SideInfo, SideTally } from "@/api/gen/types.gen";
import { Table } from "@/components/ui/Table";
import { formatCount, formatPercent, missing } from "@/lib/format";
import { SideName } from "./SideName";

/** Each side over the rows so far: how many answers match, how many failed. */
export function TallyTable({
  tallies,
  sides,
}: {
  tallies: readonly SideTally[];
  sides: readonly SideInfo[];
}) {
  return (
    <Table
      caption="Tally by side"
      rows={tallies}
      rowKey={({ side }) => side}
      columns={[
        {
          key: "side",
          header: "Side",
          cell: ({ side }) => <SideName index={side} label={sides[side]?.label ?? ""} />,
        },
        {
          key: "answered",
          header: "Answered",
          align: "right",
          cell: ({ answered }) => formatCount(answered),
        },
        {
          key: "exact",
          header: "Exact",
          align: "right",
          cell: ({ exact, with_reference }) => share(exact, with_reference),
        },
        {
          key: "contains",
          header: "Contains",
          align: "right",
          cell: ({ contains, with_reference }) => share(contains, with_reference),
        },
        {
          key: "failed",
          header: "Failed",
          align: "right",
          cell: ({ failed }) => formatCount(failed),
        },
        {
          key: "tokens",
          header: "Tokens",
          align: "right",
          cell: ({ completion_tokens: tokens }) => formatCount(tokens),
        },
      ]}
    />
  );
}

function share(count: number, of: number): string {
  return of === 0 ? missing : `${formatCount(count)} (${formatPercent(count / of)})`;
}
