import { expect, test } from "vitest";
import { curveColumns } from "@/api/curveColumns";
import { meanCurve, methodSeries } from "@/features/method-comparison/methodSeries";
import { curvesOf, methodOf } from "./fixtures";

const curve = (points: Record<number, number>) => curveColumns(curvesOf(points)).validation;

test("the mean goes as far as every seed has come, at steps that all have told", () => {
  const mean = meanCurve([curve({ 0: 4, 3: 2, 6: 1 }), curve({ 0: 2, 2: 9, 3: 1 })], "step");
  expect(mean).toEqual({ x: [0, 3], y: [3, 1.5] });
});

test("along tokens and time the mean stands at the mean of where its seeds stand", () => {
  const late = { ...curve({ 0: 2, 3: 1 }), tokens: Float64Array.from([0, 500]) };
  expect(meanCurve([curve({ 0: 4, 3: 2 }), late], "tokens")).toEqual({ x: [0, 400], y: [3, 1.5] });
});

test("no curve yet is no point", () => {
  expect(meanCurve([], "step")).toEqual({ x: [], y: [] });
});

test("means come first, their seeds faint behind them in the same colour", () => {
  const curves = Object.fromEntries(
    ["sft-s0", "sft-s1", "sft_attention-s0"].map((id) => [id, curveColumns(curvesOf({ 0: 4 }))]),
  );
  const reports = [methodOf("sft", [0.5, 0.6]), methodOf("sft_attention", [0.9, null])];
  const series = methodSeries(reports, curves, "validation", "step");
  expect(series.map(({ id, behind }) => [id, behind])).toEqual([
    ["sft", undefined],
    ["sft_attention", undefined],
    ["sft 0", "sft"],
    ["sft 1", "sft"],
  ]);
  expect(series[2]?.colour).toBe(series[0]?.colour);
  expect(series[1]?.colour).not.toBe(series[0]?.colour);
});

test("what learns from rewards is not drawn among losses", () => {
  const curves = { "gspo-s0": curveColumns(curvesOf({ 0: 4 })) };
  expect(methodSeries([methodOf("gspo", [1])], curves, "validation", "step")).toEqual([]);
});
