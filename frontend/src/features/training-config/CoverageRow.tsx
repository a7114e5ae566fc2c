import { type CSSProperties, memo } from "react";
import type { ModuleInfo } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { kindLook } from "./kindLook";

export interface CoverageRowProps {
  id: string;
  row: number;
  name: string;
  /** Whether any name of the grid has several parts. */
  longNames: boolean;
  path: string;
  modules: readonly (ModuleInfo | undefined)[];
  from: number | null;
  /** The block under the cursor, when the cursor is in this row. */
  active: number | null;
}

/** A column for the name, wider where names have several parts, then one for each block. */
export function gridColumns(blocks: number, longNames: boolean): CSSProperties {
  const name = longNames ? "8rem" : "5.5rem";
  return { gridTemplateColumns: `${name} repeat(${blocks}, minmax(0, 1fr))` };
}

/** One matrix across all blocks. Drawn again only when it changes: a model may have 80 blocks. */
export const CoverageRow = memo(function CoverageRow(props: CoverageRowProps) {
  const { id, row, name, path, modules, from, active } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid, which is no table.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop.
    <div
      role="row"
      className={classes("grid", modules.length > 48 ? "gap-px" : "gap-0.5")}
      style={gridColumns(modules.length, props.longNames)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: part of the grid, which is no table. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop. */}
      <span
        role="rowheader"
        title={path}
        // Cut at the front: the end of a path tells more.
        dir="rtl"
        className="truncate pr-2 text-left font-mono text-[0.6875rem] text-muted leading-[1.125rem]"
      >
        <bdi>{name}</bdi>
      </span>
      {modules.map((module, block) => (
        // biome-ignore lint/a11y/useSemanticElements: part of the grid, which is no table.
        // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop.
        <span
          role="gridcell"
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is known by its place.
          key={block}
          id={`${id}-${block}`}
          data-cell={`${row},${block}`}
          data-lit={module !== undefined && from !== null && block >= from}
          aria-label={cellName(block, name, module, from)}
          className={classes(
            "h-[1.125rem] rounded-[3px]",
            fillOf(block, module, from),
            active === block && "outline-2 outline-ink outline-offset-1",
          )}
        />
      ))}
    </div>
  );
});

function fillOf(block: number, module: ModuleInfo | undefined, from: number | null) {
  if (!module) return undefined;
  return from !== null && block >= from ? kindLook[module.kind].fill : "bg-pressed";
}

function cellName(
  block: number,
  name: string,
  module: ModuleInfo | undefined,
  from: number | null,
): string {
  const state = module ? (from !== null && block >= from ? "trained" : "frozen") : "not there";
  return `Block ${block}, ${name}: ${state}`;
}
