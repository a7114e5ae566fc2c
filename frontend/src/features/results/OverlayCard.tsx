import { useMemo, useState } from "react";
import { chartColours } from "@/components/charts/chartColours";
import { LineChart } from "@/components/charts/LineChart";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { currentTheme } from "@/lib/theme";
import { OverlayTools, type OverlayView } from "./OverlayTools";
import { alongs, curveNames, type OverlaidRun, overlaySeries } from "./overlaySeries";
import { type OverlayFormat, saveOverlay } from "./saveOverlay";

export interface OverlayCardProps {
  runs: readonly OverlaidRun[];
  /** None of the curves is here yet. */
  loading: boolean;
}

/** Curves of several runs over each other, and the files they can be kept as. */
export function OverlayCard({ runs, loading }: OverlayCardProps) {
  const [view, setView] = useState<OverlayView>({
    curve: "validation",
    along: "step",
    smoothing: 0,
    logScale: false,
  });
  const { curve, along, smoothing, logScale } = view;
  const series = useMemo(() => overlaySeries(runs, curve, along), [runs, curve, along]);
  const { title, yLabel } = curveNames[curve];
  const { label: xLabel, format: formatX } = alongs[along];
  const missing = runs.filter(({ id, curves }) => curves && !series.some((one) => one.id === id));

  function save(format: OverlayFormat) {
    const colours = chartColours(currentTheme());
    const picture = { title, series, xLabel, yLabel, formatX, smoothing, logScale, colours };
    void saveOverlay(format, picture, along);
  }

  return (
    <Card
      title="Curves"
      actions={(["png", "svg", "csv"] as const).map((format) => (
        <Button
          key={format}
          size="sm"
          variant="ghost"
          disabled={series.length === 0}
          aria-label={`Save as ${format.toUpperCase()}`}
          onClick={() => save(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    >
      <OverlayTools
        view={view}
        onView={setView}
        rewarded={runs.some(({ curves }) => curves && curves.reward.y.length > 0)}
      />
      {loading ? (
        <Skeleton className="h-[460px]" />
      ) : (
        <LineChart
          title={title}
          series={series}
          xLabel={xLabel}
          yLabel={yLabel}
          formatX={formatX}
          height={420}
          smoothing={smoothing}
          logScale={logScale}
        />
      )}
      <p className="mt-2 min-h-4 text-faint text-xs">
        {missing.length > 0 && `No such curve: ${missing.map(({ label }) => label).join(", ")}.`}
      </p>
    </Card>
  );
}
