/**
 * What full-layer LoRA will adapt, worked out from the model's map: which cells of the grid are lit
 * and how many numbers are trained. The backend's plan says the same; a test holds them together.
 */
import type { ModelMap, ModuleInfo } from "@/api/gen/types.gen";
import { missing } from "@/lib/format";
import type { NumberDraft } from "@/lib/numberInput";

/** One row of the grid: a matrix, and where it stands in each block. */
export interface MatrixRow {
  path: string;
  /** By block; undefined where a block has no such matrix. */
  modules: readonly (ModuleInfo | undefined)[];
}

/** The rows of the grid, one for each of the keys. */
export function matrixRows({ blocks }: ModelMap, keys: readonly string[]): MatrixRow[] {
  const byBlock = blocks.map(
    ({ modules }) => new Map(modules.map((module) => [module.path, module])),
  );
  return keys.map((path) => ({ path, modules: byBlock.map((block) => block.get(path)) }));
}

/** Index of the first adapted block; null when the coverage is no number the model can satisfy. */
export function firstBlock(coverage: NumberDraft, blocks: number): number | null {
  if (coverage === -1) return 0;
  if (typeof coverage !== "number" || !Number.isInteger(coverage)) return null;
  return coverage < 1 || coverage > blocks ? null : blocks - coverage;
}

/** Numbers in the adapter of one module: two matrices of the rank, for each stacked expert. */
export function adapterSize({ experts = 1, in_features, out_features }: ModuleInfo, rank: number) {
  return experts * rank * (in_features + out_features);
}

export interface CoverageCount {
  /** Different matrices that are adapted at least once. */
  matrices: number;
  modules: number;
  parameters: number;
}

/** Counts what is lit from a block on. */
export function countCovered(
  rows: readonly MatrixRow[],
  from: number,
  rank: number,
): CoverageCount {
  const lit = rows
    .map(({ modules }) => modules.slice(from).filter((module) => module !== undefined))
    .filter((modules) => modules.length > 0);
  const modules = lit.flat();
  return {
    matrices: lit.length,
    modules: modules.length,
    parameters: modules.reduce((sum, module) => sum + adapterSize(module, rank), 0),
  };
}

/** "7 matrices x all layers", "7 matrices x 8 layers"; a dash for a number that cannot be. */
export function totalInWords(matrices: number, coverage: NumberDraft, possible = true): string {
  const layers =
    coverage === -1
      ? "all layers"
      : `${possible ? coverage : missing} ${coverage === 1 ? "layer" : "layers"}`;
  return `${matrices} ${matrices === 1 ? "matrix" : "matrices"} x ${layers}`;
}
