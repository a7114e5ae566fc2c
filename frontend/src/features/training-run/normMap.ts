/** The proof as a grid: matrices down, blocks across, one cell for each adapter. Pure. */
import type { Proof } from "@/api/gen/types.gen";
import { formatCount, formatLoss } from "@/lib/format";

export type CellKind = "moved" | "zero" | "missing" | "not finite" | "not asked";

export interface NormCell {
  block: number;
  matrix: string;
  kind: CellKind;
  norm: number | null;
  /** The norm as a share of the largest; 0 where there is none. */
  share: number;
}

export interface NormMap {
  blocks: number[];
  rows: { matrix: string; cells: NormCell[] }[];
  largest: number;
}

export function normMap(proof: Proof): NormMap {
  const blocks = [...new Set([...proof.blocks_asked, ...proof.blocks_found])].sort((a, b) => a - b);
  const matrices = [...new Set([...proof.matrices_asked, ...proof.matrices_found])];
  const norms = proof.lora_b_norms ?? [];
  const largest = Math.max(0, ...norms.flat().map((norm) => norm ?? 0));
  const rowOf = new Map(proof.blocks_found.map((block, row) => [block, row]));
  const columnOf = new Map(proof.matrices_found.map((matrix, column) => [matrix, column]));
  const zero = new Set(proof.zero_lora_b);
  const askedBlocks = new Set(proof.blocks_asked);
  const askedMatrices = new Set(proof.matrices_asked);

  function cellOf(block: number, matrix: string): NormCell {
    const norm = norms[rowOf.get(block) ?? -1]?.[columnOf.get(matrix) ?? -1] ?? null;
    const name = `${block}.${matrix}`;
    const asked = askedBlocks.has(block) && askedMatrices.has(matrix);
    const kind = kindOf(norm, {
      zero: norm === 0 || zero.has(name),
      broken: proof.non_finite?.some((tensor) => tensor.includes(`${name}.`)) ?? false,
      asked,
    });
    return { block, matrix, kind, norm, share: norm && largest ? norm / largest : 0 };
  }

  const rows = matrices.map((matrix) => ({
    matrix,
    cells: blocks.map((block) => cellOf(block, matrix)),
  }));
  return { blocks, rows, largest };
}

function kindOf(
  norm: number | null,
  is: { zero: boolean; broken: boolean; asked: boolean },
): CellKind {
  if (is.broken) return "not finite";
  if (is.zero) return "zero";
  if (norm !== null) return is.asked ? "moved" : "not asked";
  return is.asked ? "missing" : "not asked";
}

/** "Block 3, self_attn.q_proj: norm 0.01234". */
export function cellText({ block, matrix, kind, norm }: NormCell): string {
  const where = `Block ${block}, ${matrix}`;
  if (kind === "missing") return `${where}: no adapter`;
  if (kind === "zero") return `${where}: never moved from zero`;
  if (kind === "not finite") return `${where}: holds NaN or infinity`;
  if (norm === null) return `${where}: not asked for`;
  return `${where}: norm ${formatLoss(norm)}${kind === "moved" ? "" : ", not asked for"}`;
}

/** The grid in one sentence, for those who do not see it. */
export function mapText({ rows, blocks, largest }: NormMap): string {
  const cells = rows.flatMap((row) => row.cells);
  const count = (kind: CellKind) => cells.filter((cell) => cell.kind === kind).length;
  const faults = (["missing", "zero", "not finite"] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${formatCount(count(kind))} ${kind}`);
  const moved = `${formatCount(count("moved"))} of ${formatCount(cells.length)} adapters moved`;
  return `${rows.length} matrices by ${blocks.length} blocks. ${[moved, ...faults].join(", ")}. Largest norm ${formatLoss(largest)}.`;
}
