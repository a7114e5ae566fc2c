import { LoaderCircle } from "lucide-react";
import { classes } from "@/lib/classes";

/** Turns while something is under way. Say what is under way in words beside it. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={classes("size-4 animate-spin", className)} />;
}
