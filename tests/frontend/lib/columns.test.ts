import { beforeEach, expect, test, vi } from "vitest";
import { type Columns, createColumns } from "@/lib/columns";

let frame: (() => void)[];
let columns: Columns<"train" | "val">;

const nextFrame = () => {
  for (const task of frame.splice(0)) task();
};

beforeEach(() => {
  frame = [];
  columns = createColumns(["train", "val"], (task) => frame.push(task));
});

test("many points cost one notification per frame", () => {
  const listener = vi.fn();
  columns.subscribe(listener);
  for (let step = 1; step <= 1000; step += 1) columns.append(step, { train: 1 / step });
  expect(listener).not.toHaveBeenCalled();
  nextFrame();
  expect(listener).toHaveBeenCalledOnce();
  expect(columns.snapshot().length).toBe(1000);
  expect(columns.snapshot().last("train")).toBe(0.001);
});

test("a snapshot stays the same between frames", () => {
  const before = columns.snapshot();
  columns.append(1, { train: 2 });
  expect(columns.snapshot()).toBe(before);
  nextFrame();
  expect(columns.snapshot()).not.toBe(before);
  expect(before.length).toBe(0);
});

test("two reports at the same step become one row", () => {
  columns.append(10, { train: 2 });
  columns.append(10, { val: 3 });
  nextFrame();
  const { x, column } = columns.snapshot();
  expect([...x]).toEqual([10]);
  expect([...column("train"), ...column("val")]).toEqual([2, 3]);
});

test("a late report finds its place", () => {
  for (const step of [10, 30, 20, 5]) columns.append(step, { train: step });
  nextFrame();
  expect([...columns.snapshot().x]).toEqual([5, 10, 20, 30]);
  expect([...columns.snapshot().column("train")]).toEqual([5, 10, 20, 30]);
});

test("points leave out where a column has nothing", () => {
  columns.append(10, { train: 2 });
  columns.append(20, { train: 1, val: 3 });
  columns.append(30, { train: null, val: Number.NaN });
  nextFrame();
  const snapshot = columns.snapshot();
  expect(snapshot.points("val")).toEqual({ x: Float64Array.of(20), y: Float64Array.of(3) });
  expect([...snapshot.points("train").x]).toEqual([10, 20]);
  expect(snapshot.points("train")).toBe(snapshot.points("train"));
  expect(snapshot.last("val")).toBe(3);
});

test("a report without a step is left out", () => {
  columns.append(Number.NaN, { train: 1 });
  nextFrame();
  expect(columns.snapshot().length).toBe(0);
});

test("clearing empties and may be filled again", () => {
  columns.append(1, { train: 1, val: 1 });
  columns.clear();
  columns.append(2, { train: 5 });
  nextFrame();
  expect([...columns.snapshot().x]).toEqual([2]);
  expect(columns.snapshot().last("val")).toBeUndefined();
});

test("who has left is not told", () => {
  const listener = vi.fn();
  columns.subscribe(listener)();
  columns.append(1, { train: 1 });
  nextFrame();
  expect(listener).not.toHaveBeenCalled();
});

test("a name that is met for the first time becomes a column, empty before", () => {
  const columns = createColumns<string>(["loss"], (task) => task());
  columns.append(1, { loss: 3 });
  const before = columns.snapshot();
  columns.append(2, { loss: 2, "reward of mine": 0.5 });
  const now = columns.snapshot();
  expect(before.names).toEqual(["loss"]);
  expect(now.names).toEqual(["loss", "reward of mine"]);
  expect(now.column("reward of mine")).toEqual(Float64Array.of(Number.NaN, 0.5));
  expect(now.last("reward of mine")).toBe(0.5);
  expect(before.column("reward of mine")).toHaveLength(0);
});

test("what is told again at a step replaces what was there, also by nothing", () => {
  columns.append(10, { train: 2, val: 3 });
  columns.append(10, { train: 1 });
  columns.append(20, { train: 5 });
  columns.append(20, { train: null });
  nextFrame();
  const { x, column } = columns.snapshot();
  expect([...x]).toEqual([10, 20]);
  expect([...column("train")]).toEqual([1, Number.NaN]);
  expect(column("val")[0]).toBe(3);
});
