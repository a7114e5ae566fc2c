import type { FixEffect, FixFigures } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { Table } from "@/components/ui/Table";
import { formatCount } from "@/lib/format";

const figures: readonly { key: keyof FixFigures; label: string }[] = [
  { key: "rows", label: "Rows" },
  { key: "tokens", label: "Tokens" },
  { key: "trained_tokens", label: "Trained tokens" },
  { key: "truncated_rows", label: "Rows that are cut" },
  { key: "cut_tokens", label: "Cut tokens" },
  { key: "cut_answer_tokens", label: "Cut answer tokens" },
];

/** A mend before and after. */
export function FixEffectView({ effect }: { effect: FixEffect }) {
  return (
    <>
      <Table
        caption="Before and after"
        rows={figures}
        rowKey={({ key }) => key}
        columns={[
          { key: "what", header: "All rows", cell: ({ label }) => label },
          ...sides.map(({ side, header }) => ({
            key: side,
            header,
            align: "right" as const,
            cell: ({ key }: (typeof figures)[number]) => formatCount(effect[side][key]),
          })),
        ]}
      />
      <p className="text-muted text-xs tabular-nums">{inWords(effect)}</p>
      {effect.context_length !== null && effect.max_seq_length > effect.context_length && (
        <Alert
          tone="warning"
          title={`The model was made for ${formatCount(effect.context_length)} tokens`}
        >
          What stands beyond them is trained without anything that the model knows of such
          positions. Split or shorten these rows instead.
        </Alert>
      )}
      {effect.unmended_rows > 0 && (
        <Alert tone="warning" title={`${formatCount(effect.unmended_rows)} rows stay too long`}>
          Their answer alone is longer than the limit. Raise the limit, or drop them.
        </Alert>
      )}
      {effect.error_lines > 0 && (
        <Alert tone="info" title={`${formatCount(effect.error_lines)} lines are no rows`}>
          They are left out of the new file.
        </Alert>
      )}
    </>
  );
}

const sides = [
  { side: "before", header: "Before" },
  { side: "after", header: "After" },
] as const;

function inWords({ fix, ...effect }: FixEffect): string {
  if (fix === "raise_limit") {
    return `The limit becomes ${formatCount(effect.max_seq_length)} tokens. Longer rows need more memory. No file is written.`;
  }
  const changes = [
    `${formatCount(effect.changed_rows)} changed`,
    `${formatCount(effect.removed_rows)} removed`,
    `${formatCount(effect.added_rows)} added`,
  ];
  return `Rows: ${changes.join(", ")}. A new file is written; the old one stays as it is.`;
}
