import type { ModuleInfo } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";
import { adapterSize } from "./coverage";

export interface CellReadoutProps {
  block: number | undefined;
  path: string | undefined;
  module: ModuleInfo | undefined;
  lit: boolean;
  rank: number | null;
}

/** The cell under the cursor in words: where it is, its shape, what is trained there. */
export function CellReadout({ block, path, module, lit, rank }: CellReadoutProps) {
  return (
    <p aria-live="polite" className="min-h-8 min-w-0 flex-1 text-muted tabular-nums sm:min-h-4">
      {block === undefined ? (
        <span className="text-faint">Hover a cell, or walk with the arrow keys, to read it.</span>
      ) : (
        <>
          <span className="font-medium text-ink">Block {block}</span> ·{" "}
          <span className="font-mono">{path}</span> ·{" "}
          {module ? `${shapeOf(module)} · ${sizeOf(module, lit, rank)}` : "not in this block"}
        </>
      )}
    </p>
  );
}

function shapeOf({ in_features, out_features, experts = 1 }: ModuleInfo): string {
  const shape = `${formatCount(in_features)} x ${formatCount(out_features)}`;
  return experts > 1 ? `${formatCount(experts)} x ${shape}` : shape;
}

function sizeOf(module: ModuleInfo, lit: boolean, rank: number | null): string {
  const base = `${formatCount(module.parameters)} parameters`;
  if (!lit) return `${base}, frozen`;
  return rank === null ? base : `${base}, adapter ${formatCount(adapterSize(module, rank))}`;
}
