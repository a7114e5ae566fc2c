import { useId } from "react";
import type { ModuleKind } from "@/api/gen/types.gen";
import { CellReadout } from "./CellReadout";
import { CoverageRow, gridColumns } from "./CoverageRow";
import type { MatrixRow } from "./coverage";
import { kindLook } from "./kindLook";
import { shortNames } from "./shortNames";
import { useGridCursor } from "./useGridCursor";

export interface CoverageGridProps {
  rows: readonly MatrixRow[];
  /** First adapted block; null when the coverage cannot be satisfied. */
  from: number | null;
  rank: number | null;
}

/** The picture of what is trained. One tab stop; arrow keys walk the cells, hovering reads them. */
export function CoverageGrid({ rows, from, rank }: CoverageGridProps) {
  const id = useId();
  const blocks = rows[0]?.modules.length ?? 0;
  const { at, props } = useGridCursor(rows.length, blocks, id);
  const names = shortNames(rows.map(({ path }) => path));
  const longNames = names.some((name) => name.includes("."));
  const current = at && rows[at.row];
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot lay its cells out evenly at 80 columns. */}
      <div
        role="grid"
        aria-label="Coverage by matrix and block"
        aria-readonly
        tabIndex={0}
        className="flex flex-col gap-0.5 rounded-control outline-offset-4"
        {...props}
      >
        {rows.map(({ path, modules }, row) => (
          <CoverageRow
            key={path}
            id={`${id}-${row}`}
            row={row}
            name={names[row] ?? path}
            longNames={longNames}
            path={path}
            modules={modules}
            from={from}
            active={at?.row === row ? at.block : null}
          />
        ))}
      </div>
      <BlockAxis blocks={blocks} longNames={longNames} />
      <div className="mt-2 flex flex-col justify-between gap-x-6 gap-y-1 text-xs sm:flex-row sm:items-start">
        <CellReadout
          block={at?.block}
          path={current?.path}
          module={at ? current?.modules[at.block] : undefined}
          lit={at !== null && from !== null && at.block >= from}
          rank={rank}
        />
        <Legend rows={rows} />
      </div>
    </div>
  );
}

/** Numbers below the columns, as many as have room. */
function BlockAxis({ blocks, longNames }: { blocks: number; longNames: boolean }) {
  const every = blocks <= 12 ? 1 : blocks <= 32 ? 4 : blocks <= 64 ? 8 : 16;
  return (
    <div aria-hidden className="mt-1 grid gap-px" style={gridColumns(blocks, longNames)}>
      <span className="text-faint text-xs">Block</span>
      {Array.from({ length: blocks }, (_, index) => index).map((index) => (
        <span
          key={index}
          className="relative h-4 text-center text-[0.6875rem] text-faint tabular-nums"
        >
          {(index % every === 0 || index === blocks - 1) &&
            !(index !== blocks - 1 && blocks - 1 - index < every / 2) && (
              <span className="-translate-x-1/2 absolute left-1/2">{index}</span>
            )}
        </span>
      ))}
    </div>
  );
}

function Legend({ rows }: { rows: readonly MatrixRow[] }) {
  const kinds = new Set<ModuleKind>(
    rows.flatMap(({ modules }) => modules.flatMap((module) => (module ? [module.kind] : []))),
  );
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
      {[...kinds].map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2.5 rounded-[3px] ${kindLook[kind].fill}`} />
          {kindLook[kind].label}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-[3px] bg-pressed" />
        Frozen
      </li>
    </ul>
  );
}
