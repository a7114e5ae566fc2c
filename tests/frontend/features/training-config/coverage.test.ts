import { expect, test } from "vitest";
import {
  adapterSize,
  countCovered,
  firstBlock,
  matrixRows,
  totalInWords,
} from "@/features/training-config/coverage";
import { shortNames } from "@/features/training-config/shortNames";
import { modelOf } from "../setupServer";

test.each([
  [-1, 24, 0],
  [24, 24, 0],
  [8, 24, 16],
  [25, 24, null],
  [0, 24, null],
  [1.5, 24, null],
  ["x", 24, null],
  [null, 24, null],
])("coverage %s of %s blocks begins at %s", (coverage, blocks, from) => {
  expect(firstBlock(coverage, blocks)).toBe(from);
});

test("a module with experts counts each of them", () => {
  const module = {
    path: "m",
    kind: "expert" as const,
    in_features: 10,
    out_features: 6,
    parameters: 0,
  };
  expect(adapterSize({ ...module, experts: 8 }, 4)).toBe(8 * 4 * 16);
  expect(adapterSize(module, 4)).toBe(64);
});

test("blocks that differ: what is missing is neither lit nor counted", () => {
  const map = modelOf(4);
  map.blocks = map.blocks.map((block, index) =>
    index % 2 ? block : { ...block, modules: block.modules.slice(4) },
  );
  const rows = matrixRows(map, map.keys);
  expect(countCovered(rows, 0, 1)).toMatchObject({ matrices: 7, modules: 2 * 7 + 2 * 3 });
  map.blocks = [...map.blocks].reverse();
  expect(countCovered(matrixRows(map, map.keys), 3, 1)).toMatchObject({ matrices: 3, modules: 3 });
});

test("the total in words", () => {
  expect(totalInWords(7, -1)).toBe("7 matrices x all layers");
  expect(totalInWords(7, 8)).toBe("7 matrices x 8 layers");
  expect(totalInWords(1, 1)).toBe("1 matrix x 1 layer");
  expect(totalInWords(7, 99, false)).toBe("7 matrices x – layers");
});

test("names are as short as they can be told apart", () => {
  expect(shortNames(["self_attn.q_proj", "mlp.up_proj"])).toEqual(["q_proj", "up_proj"]);
  expect(shortNames(["mlp.experts.up_proj", "mlp.shared.up_proj"])).toEqual([
    "experts.up_proj",
    "shared.up_proj",
  ]);
});
