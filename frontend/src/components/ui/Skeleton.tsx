import { classes } from "@/lib/classes";

/** Holds the place of what is on its way; give it the size of that, so that nothing jumps. */
export function Skeleton({ className }: { className: string }) {
  return (
    <div aria-hidden className={classes("animate-pulse rounded-control bg-pressed", className)} />
  );
}
