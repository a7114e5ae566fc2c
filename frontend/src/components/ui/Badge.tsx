import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import type { Tone } from "@/lib/toasts";

export type BadgeTone = Tone | "neutral" | "primary";

const boxes: Record<BadgeTone, string> = {
  neutral: "border-line-strong bg-sunken text-muted",
  primary: "border-primary-200 bg-primary-50 text-primary-700",
  info: "border-info-line bg-info-soft text-info",
  success: "border-success-line bg-success-soft text-success",
  warning: "border-warning-line bg-warning-soft text-warning",
  danger: "border-danger-line bg-danger-soft text-danger",
};

/** One or two words about a thing. */
export function Badge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classes(
        "inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-full border px-2 font-medium text-xs",
        boxes[tone],
      )}
    >
      {children}
    </span>
  );
}
