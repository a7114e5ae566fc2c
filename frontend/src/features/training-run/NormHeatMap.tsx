import { Grid3x3, Table as TableIcon } from "lucide-react";
import { type CSSProperties, useMemo, useState } from "react";
import type { Proof } from "@/api/gen/types.gen";
import { IconButton } from "@/components/ui/IconButton";
import { Table } from "@/components/ui/Table";
import { classes } from "@/lib/classes";
import { formatLoss } from "@/lib/format";
import { cellText, mapText, type NormCell, type NormMap, normMap } from "./normMap";

/** How far each adapter moved from zero: matrices down, blocks across, stronger is further. */
export function NormHeatMap({ proof }: { proof: Proof }) {
  const map = useMemo(() => normMap(proof), [proof]);
  const [asTable, setAsTable] = useState(false);
  const [over, setOver] = useState<NormCell | null>(null);
  return (
    <figure className="min-w-0">
      <figcaption className="flex min-h-8 items-center gap-3">
        <span className="font-medium">Norm of lora_b</span>
        <span className="min-w-0 flex-1 truncate text-right text-faint text-xs tabular-nums">
          {over ? cellText(over) : `0 to ${formatLoss(map.largest)}, stronger is further from zero`}
        </span>
        <IconButton
          icon={asTable ? Grid3x3 : TableIcon}
          label={asTable ? "Show norms as map" : "Show norms as table"}
          onClick={() => setAsTable(!asTable)}
        />
      </figcaption>
      {asTable ? <NormTable map={map} /> : <Cells map={map} onOver={setOver} />}
    </figure>
  );
}

function Cells({ map, onOver }: { map: NormMap; onOver: (cell: NormCell | null) => void }) {
  const columns = { "--blocks": map.blocks.length } as CSSProperties;
  const line =
    "grid grid-cols-[5.5rem_repeat(var(--blocks),minmax(0,1fr))] items-center gap-[2px] sm:grid-cols-[8.5rem_repeat(var(--blocks),minmax(0,1fr))]";
  return (
    <div role="img" aria-label={mapText(map)} style={columns} className="mt-1">
      {map.rows.map(({ matrix, cells }) => (
        <div key={matrix} className={classes(line, "mb-[2px]")}>
          <span className="truncate pr-2 font-mono text-muted text-xs" title={matrix}>
            <span className="sm:hidden">{matrix.split(".").at(-1)}</span>
            <span className="max-sm:hidden">{matrix}</span>
          </span>
          {cells.map((cell) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: pointing only repeats what the table says.
            <span
              key={cell.block}
              onMouseEnter={() => onOver(cell)}
              onMouseLeave={() => onOver(null)}
              style={{ "--share": `${Math.round(12 + cell.share * 88)}%` } as CSSProperties}
              className={classes("h-5 rounded-[3px]", cellLooks[cell.kind])}
            />
          ))}
        </div>
      ))}
      <div className={classes(line, "mt-1 text-[11px] text-faint tabular-nums")}>
        <span className="text-xs">block</span>
        {map.blocks.map((block, index) => (
          <span key={block} className="overflow-visible whitespace-nowrap text-center">
            {isLabelled(index, map.blocks.length) ? block : ""}
          </span>
        ))}
      </div>
    </div>
  );
}

const cellLooks: Record<NormCell["kind"], string> = {
  moved: "bg-[color-mix(in_oklab,var(--primary-600)_var(--share),var(--surface))]",
  zero: "border-2 border-warning-mark bg-warning-soft",
  missing: "border-2 border-danger-mark bg-danger-soft",
  "not finite": "bg-danger-mark",
  "not asked": "border border-line bg-sunken",
};

/** First, last, and a few between that do not touch. */
function isLabelled(index: number, count: number): boolean {
  const every = Math.max(1, Math.ceil(count / 8));
  if (index === count - 1) return true;
  return index % every === 0 && count - 1 - index >= every / 2 + 0.5;
}

function NormTable({ map }: { map: NormMap }) {
  return (
    <Table
      caption="Norm of lora_b by block and matrix"
      maxHeight="max-h-64"
      rows={map.blocks.map((block, index) => ({ block, index }))}
      rowKey={({ block }) => block}
      columns={[
        { key: "block", header: "block", cell: ({ block }) => block },
        ...map.rows.map(({ matrix, cells }) => ({
          key: matrix,
          header: matrix,
          align: "right" as const,
          cell: ({ index }: { index: number }) => {
            const cell = cells[index];
            return cell?.kind === "moved" ? formatLoss(cell.norm) : cell?.kind;
          },
        })),
      ]}
    />
  );
}
