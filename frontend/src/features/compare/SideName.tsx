import { classes } from "@/lib/classes";
import { sideDot } from "./sideColours";

/** The name of a side behind its colour. */
export function SideName({ index, label }: { index: number; label: string }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-2">
      <span aria-hidden className={classes("size-2 shrink-0 rounded-full", sideDot(index))} />
      <span className="truncate" title={label}>
        {label}
      </span>
    </span>
  );
}
