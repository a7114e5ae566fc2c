import type { ReactNode } from "react";
import { tones } from "@/components/ui/tones";
import { classes } from "@/lib/classes";
import type { Tone } from "@/lib/toasts";

export interface AlertProps {
  tone?: Tone;
  /** What happened. */
  title: string;
  /** Why, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** Said aloud when it appears; for what arrives after the page was drawn. */
  live?: boolean;
}

/** A message that stays where it belongs on the page. */
export function Alert({ tone = "info", title, children, action, live = false }: AlertProps) {
  const { icon: Icon, text, box, word } = tones[tone];
  const liveRole = tone === "danger" ? "alert" : "status";
  return (
    <div
      role={live ? liveRole : undefined}
      className={classes("flex items-start gap-3 rounded-card border px-4 py-3", box)}
    >
      <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", text)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <span className="sr-only">{word}: </span>
          {title}
        </p>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  );
}
