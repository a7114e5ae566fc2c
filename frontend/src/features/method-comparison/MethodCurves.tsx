import { useMemo, useState } from "react";
import { type CurvesByRun, useGetMethodCurvesQuery } from "@/api/comparisonsApi";
import type { ComparisonReport } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { LineChart } from "@/components/charts/LineChart";
import { Card } from "@/components/ui/Card";
import { Segments } from "@/components/ui/SegmentedControl";
import { formatCount, formatDuration } from "@/lib/format";
import { hasEnded } from "./comparisonProgress";
import { type Axis, type Measure, methodSeries } from "./methodSeries";

const measures: { value: Measure; label: string }[] = [
  { value: "validation", label: "Validation" },
  { value: "train", label: "Training" },
];
const axes: { value: Axis; label: string }[] = [
  { value: "step", label: "Step" },
  { value: "tokens", label: "Tokens" },
  { value: "seconds", label: "Time" },
];
const axisWords = {
  step: { xLabel: "step", formatX: formatCount },
  tokens: { xLabel: "trained tokens", formatX: formatCount },
  seconds: { xLabel: "time", formatX: formatDuration },
};
const noCurves: CurvesByRun = {};
const pollMs = 4000;

/** The losses of the methods over each other: seeds faint, their mean strong. */
export function MethodCurves({ report }: { report: ComparisonReport }) {
  const [measure, setMeasure] = useState<Measure>("validation");
  const [axis, setAxis] = useState<Axis>("step");
  const curves = useCurves(report);
  const series = useMemo(
    () => methodSeries(report.reports, curves, measure, axis),
    [report.reports, curves, measure, axis],
  );
  const rewarded = report.methods.filter((kind) => runKinds[kind].rewarded);
  return (
    <Card
      title="Curves"
      description={
        report.seeds.length > 1
          ? "Strong: the mean over the seeds, as far as all of them have come. Faint: each seed."
          : undefined
      }
    >
      <div className="mb-3 flex flex-wrap gap-3">
        <div className="w-52">
          <Segments label="Loss" options={measures} value={measure} onChange={setMeasure} />
        </div>
        <div className="w-60">
          <Segments label="Along" options={axes} value={axis} onChange={setAxis} />
        </div>
      </div>
      <LineChart
        title={measure === "validation" ? "Validation loss" : "Training loss"}
        series={series}
        yLabel="loss"
        height={300}
        {...axisWords[axis]}
      />
      {rewarded.length > 0 && (
        <p className="mt-2 text-muted text-xs">
          {`Not drawn: ${rewarded.map((kind) => runKinds[kind].label).join(", ")}. What learns from rewards has no loss that lies on this scale; its rewards are on the page of each run.`}
        </p>
      )}
    </Card>
  );
}

function useCurves({ reports }: ComparisonReport): CurvesByRun {
  const members = reports.flatMap(({ runs }) => runs);
  const ended = members.filter(hasEnded).length;
  const runIds = members.flatMap(({ run_id }) => run_id ?? []);
  const { data } = useGetMethodCurvesQuery(
    { runIds, ended },
    {
      pollingInterval: ended < members.length ? pollMs : 0,
      skipPollingIfUnfocused: true,
    },
  );
  return data ?? noCurves;
}
