import { classes } from "@/lib/classes";
import { formatLossChange } from "@/lib/format";

/** How a loss has moved. */
export interface LossShift {
  id: string;
  label: string;
  /** Loss after less loss before; null where it is not known. */
  change: number | null;
  /** The least and the greatest of several measurements. */
  range?: { low: number; high: number } | undefined;
}

/** Up to this change a bar is drawn grey: a probe of a few hundred tokens has not moved. */
const unmoved = 0.02;

/** Changes of losses on one scale around zero: to the left it fell, to the right it rose. */
export function ShiftBars({ label, shifts }: { label: string; shifts: readonly LossShift[] }) {
  const sizes = shifts.flatMap(({ change, range }) =>
    [change, range?.low, range?.high].map((value) => Math.abs(value ?? 0)),
  );
  const reach = Math.max(...sizes, 0.1);
  return (
    <div>
      <ul aria-label={label} className="grid gap-2.5">
        {shifts.map((shift) => (
          <Shift key={shift.id} {...shift} reach={reach} />
        ))}
      </ul>
      <p aria-hidden className="mt-1.5 flex justify-between text-faint text-xs">
        <span>← loss fell</span>
        <span>loss rose →</span>
      </p>
    </div>
  );
}

function Shift({ label, change, range, reach }: LossShift & { reach: number }) {
  const place = (value: number) => 50 + (value / reach) * 50;
  return (
    <li>
      <span className="flex justify-between gap-3">
        <span className="min-w-0">{label}</span>
        <span className="shrink-0 tabular-nums">
          <span className="sr-only">{wordOf(change)} </span>
          {formatLossChange(change)}
        </span>
      </span>
      <span
        aria-hidden
        className="relative mt-1 block h-2.5 overflow-hidden rounded-full border border-line bg-sunken"
      >
        {change !== null && (
          <span
            className={classes("absolute inset-y-0", colourOf(change))}
            style={barBetween(50, place(change))}
          />
        )}
        {range && range.high > range.low && (
          <span
            className="absolute inset-y-[3px] bg-ink/60"
            style={barBetween(place(range.low), place(range.high))}
          />
        )}
        <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
      </span>
    </li>
  );
}

function barBetween(from: number, to: number) {
  return { left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` };
}

function colourOf(change: number): string {
  if (Math.abs(change) <= unmoved) return "bg-control";
  return change < 0 ? "bg-success-mark" : "bg-warning-mark";
}

function wordOf(change: number | null): string {
  if (change === null) return "not measured:";
  if (Math.abs(change) <= unmoved) return "has not moved:";
  return change < 0 ? "fell:" : "rose:";
}
