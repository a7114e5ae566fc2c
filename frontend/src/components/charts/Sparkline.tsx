import { classes } from "@/lib/classes";

export interface SparklineProps {
  values: ArrayLike<number>;
  /** The curve in words: "Loss falls from 2.310 to 1.204". */
  label: string;
  /** Size and colour as classes; the line takes the colour of the text. */
  className?: string;
}

const width = 100;
const height = 24;

/** A curve the size of a word, for rows of a table. */
export function Sparkline({ values, label, className }: SparklineProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={classes("h-6 w-24 overflow-visible", className ?? "text-primary-600")}
    >
      <path
        d={sparkPath(values)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** The path of the values over the whole width; one value gives a level line. */
export function sparkPath(values: ArrayLike<number>): string {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return "";
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const spread = high - low;
  const points = finite.length === 1 ? [...finite, ...finite] : finite;
  const place = (value: number) => (spread === 0 ? 0.5 : (high - value) / spread);
  return points
    .map((value, index) => {
      const x = (index / (points.length - 1)) * width;
      const y = 2 + place(value) * (height - 4);
      return `${index === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`;
    })
    .join("");
}
