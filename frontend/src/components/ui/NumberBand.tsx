import { type Limits, layOutBand, type Range } from "@/lib/band";
import { classes } from "@/lib/classes";

export interface NumberBandProps {
  value: number | string | null;
  limits: Limits;
  recommended: Range;
  scale: "linear" | "log";
}

const markerColour = {
  inside: "bg-success-mark",
  beyond: "bg-warning-mark",
  impossible: "bg-danger-mark",
};

/** The recommended range as a thin band, with a marker where the value stands. Said in words elsewhere. */
export function NumberBand({ value, limits, recommended, scale }: NumberBandProps) {
  const { start, end, marker, standing } = layOutBand(value, limits, recommended, scale);
  return (
    <div
      aria-hidden
      data-standing={standing}
      className="relative mx-1 mt-1.5 h-[3px] rounded-full bg-pressed"
    >
      <div
        className="absolute inset-y-0 rounded-full bg-success-line"
        style={{ left: percent(start), width: percent(end - start) }}
      />
      {marker !== null && (
        <div
          className={classes(
            "absolute -top-[3px] -ml-[1.5px] h-[9px] w-[3px] rounded-full ring-2 ring-surface transition-[left]",
            markerColour[standing],
          )}
          style={{ left: percent(marker) }}
        />
      )}
    </div>
  );
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}
