import { classes } from "@/lib/classes";

export interface ProgressBarProps {
  /** What is under way: "Training". */
  label: string;
  /** 0 to 1; null while it cannot be known. */
  value: number | null;
  /** The value in words: "120 of 1 000 steps". */
  valueText?: string;
  thin?: boolean;
}

/** How far something is. */
export function ProgressBar({ label, value, valueText, thin = false }: ProgressBarProps) {
  const part = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === null ? undefined : Math.round(part * 100)}
      aria-valuetext={valueText}
      className={classes(
        "w-full overflow-hidden bg-pressed",
        thin ? "h-0.5" : "h-1.5 rounded-full",
      )}
    >
      {part === null ? (
        <div className="h-full w-1/3 animate-sweep rounded-full bg-primary-500" />
      ) : (
        <div
          className="h-full rounded-full bg-primary-500 transition-[width]"
          style={{ width: `${part * 100}%` }}
        />
      )}
    </div>
  );
}
