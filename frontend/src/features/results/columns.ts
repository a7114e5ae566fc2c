/** Columns of the table: what each is called, how wide it is, and what it is put in order by. Pure. */
import type { ResultRow } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { runStateWords } from "@/lib/runState";

export interface Column {
  id: ColumnId;
  header: string;
  /** In pixels; the name takes what is left. */
  width: number;
  align?: "right";
  /** Null stands last, whatever the direction. */
  value: (row: ResultRow) => number | string | null | undefined;
  /** The first press puts the greatest on top. */
  down?: boolean;
}

export const columnIds = [
  "starred",
  "name",
  "kind",
  "state",
  "best_val_loss",
  "val_loss",
  "train_loss",
  "test_loss",
  "tokens_per_second",
  "peak_memory_gb",
  "seconds",
  "proof",
  "tags",
  "created_at",
] as const;
export type ColumnId = (typeof columnIds)[number];

/** Pixels of the column with the box that chooses a row. */
export const boxWidth = 40;

const figure = (id: ColumnId & keyof ResultRow, header: string, width: number): Column => ({
  id,
  header,
  width,
  align: "right",
  value: (row) => row[id] as number | null | undefined,
});

export const columns: readonly Column[] = [
  {
    id: "starred",
    header: "Star",
    width: 44,
    value: ({ starred }) => (starred ? 1 : 0),
    down: true,
  },
  { id: "name", header: "Run", width: 208, value: nameOf },
  {
    id: "kind",
    header: "Kind",
    width: 116,
    value: ({ kind }) => kind && runKinds[kind].label,
  },
  {
    id: "state",
    header: "State",
    width: 112,
    value: ({ state }) => state && runStateWords[state],
  },
  figure("best_val_loss", "Best val", 78),
  figure("val_loss", "Last val", 78),
  figure("train_loss", "Train", 74),
  figure("test_loss", "Test", 74),
  { ...figure("tokens_per_second", "Tokens/s", 80), down: true },
  figure("peak_memory_gb", "Memory", 76),
  figure("seconds", "Time", 88),
  {
    id: "proof",
    header: "Proof",
    width: 104,
    value: ({ proof_ok }) => (proof_ok === true ? 0 : proof_ok === false ? 1 : null),
  },
  {
    id: "tags",
    header: "Tags and note",
    width: 176,
    value: ({ tags }) => tags?.join(", ") || null,
  },
  {
    id: "created_at",
    header: "Created",
    width: 104,
    value: ({ created_at }) => (created_at ? Date.parse(created_at) : null),
    down: true,
  },
];

export const tableWidth = columns.reduce((sum, { width }) => sum + width, 2 * boxWidth);

export function nameOf({ adapter_name, id }: Pick<ResultRow, "adapter_name" | "id">): string {
  return adapter_name ?? id;
}

/** A folder that is no readable run: nothing is known of it but what is wrong. */
export function isBroken({ kind }: Pick<ResultRow, "kind">): boolean {
  return !kind;
}
