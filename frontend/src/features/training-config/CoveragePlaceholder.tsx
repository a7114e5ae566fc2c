import { Grid3x3 } from "lucide-react";

/** Stands where the grid will be, in its height. */
export function CoveragePlaceholder() {
  return (
    <div className="flex h-45 flex-col items-center justify-center gap-2 rounded-card border border-line border-dashed text-center">
      <Grid3x3 aria-hidden className="size-5 text-faint" />
      <p className="text-muted">Choose a model to see its blocks and matrices.</p>
    </div>
  );
}
