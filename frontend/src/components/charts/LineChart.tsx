import { ChartLine, Table } from "lucide-react";
import { type CSSProperties, useMemo, useState } from "react";
import { ChartLegend } from "@/components/charts/ChartLegend";
import { ChartTable } from "@/components/charts/ChartTable";
import { chartColours } from "@/components/charts/chartColours";
import { type ChartMark, type ChartSeries, prepareLines } from "@/components/charts/chartSeries";
import { describeChart } from "@/components/charts/chartText";
import { type ChartShape, plotOptions } from "@/components/charts/plotOptions";
import { usePlot } from "@/components/charts/usePlot";
import { IconButton } from "@/components/ui/IconButton";
import { formatCount, formatLoss } from "@/lib/format";
import { useTheme } from "@/lib/useTheme";

export interface LineChartProps {
  title: string;
  /** Keep each series' arrays the same object while its values are the same. */
  series: readonly ChartSeries[];
  /** What y is: "loss". Written inside the chart. */
  yLabel: string;
  /** What x is; "step" when left out. */
  xLabel?: string;
  /** Functions of a module, not made on the spot: a new one makes a new chart. */
  formatX?: (value: number | null) => string;
  formatY?: (value: number | null) => string;
  /** Height of the plot in pixels. */
  height?: number;
  /** 0 to 1 (exclusive): weight of the moving average. Above 0, raw values stay faint behind. */
  smoothing?: number;
  logScale?: boolean;
  marks?: readonly ChartMark[];
  /** Charts with the same key share one crosshair. */
  syncKey?: string;
}

const noMarks: readonly ChartMark[] = [];

/** Curves over steps, with crosshair, last values, checkpoint marks, and a table of the same values. */
export function LineChart({
  xLabel = "step",
  formatX = formatCount,
  formatY = formatLoss,
  height = 240,
  marks = noMarks,
  ...props
}: LineChartProps) {
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [hoverX, setHoverX] = useState<number | null>(null);
  const shown = useMemo(
    () => props.series.filter(({ id, behind }) => !hidden.has(behind ?? id)),
    [props.series, hidden],
  );
  const named = props.series.filter(({ behind }) => behind === undefined);
  const words = { xLabel, formatX, formatY };

  function toggle(id: string) {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  }

  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex min-h-8 items-start gap-x-3 max-sm:flex-wrap">
        <span className="py-1.5 font-medium">{props.title}</span>
        <ChartLegend
          series={named}
          hidden={hidden}
          at={hoverX}
          format={formatY}
          onToggle={toggle}
        />
        <span className="min-w-20 shrink-0 py-2 text-right text-faint text-xs tabular-nums max-sm:flex-1">
          {hoverX !== null && `${xLabel} ${formatX(hoverX)}`}
        </span>
        <IconButton
          icon={asTable ? ChartLine : Table}
          label={asTable ? "Show as chart" : "Show as table"}
          onClick={() => setAsTable(!asTable)}
        />
      </figcaption>
      <div className="relative" style={{ height } satisfies CSSProperties}>
        {asTable ? (
          <ChartTable title={props.title} series={shown} {...words} />
        ) : (
          <Plot
            {...props}
            {...words}
            series={shown}
            height={height}
            marks={marks}
            onHover={setHoverX}
          />
        )}
      </div>
    </figure>
  );
}

type PlotProps = Required<
  Pick<LineChartProps, "title" | "series" | "yLabel" | "formatX" | "formatY" | "height" | "marks">
> &
  Pick<LineChartProps, "smoothing" | "logScale" | "syncKey"> & {
    xLabel: string;
    onHover: (x: number | null) => void;
  };

function Plot({ series, marks, height, formatX, formatY, onHover, ...props }: PlotProps) {
  const { smoothing = 0, logScale = false, syncKey = null } = props;
  const theme = useTheme();
  const { lines, data } = useMemo(
    () => prepareLines(series, smoothing, logScale),
    [series, smoothing, logScale],
  );
  // As text, because equal shapes must be one value: new points alone never make a new chart.
  const shape = JSON.stringify({ lines, marks, height, logScale, syncKey } satisfies ChartShape);
  const options = useMemo(
    () =>
      plotOptions(JSON.parse(shape), { colours: chartColours(theme), formatX, formatY, onHover }),
    [shape, theme, formatX, formatY, onHover],
  );
  const attach = usePlot(options, data);
  const empty = data[0].length === 0;
  return (
    <>
      <div
        ref={attach}
        role="img"
        aria-label={describeChart(props.title, series, marks, {
          formatX,
          formatY,
          xLabel: props.xLabel,
        })}
        className="h-full min-w-0 overflow-hidden"
      />
      <span className="pointer-events-none absolute top-0 left-[60px] text-faint text-xs">
        {logScale ? `${props.yLabel} (log)` : props.yLabel}
      </span>
      {empty && (
        <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-faint">
          No points yet
        </p>
      )}
    </>
  );
}
