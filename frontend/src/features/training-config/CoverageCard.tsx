import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatCount, formatParameters } from "@/lib/format";
import type { NumberDraft } from "@/lib/numberInput";
import { useAppSelector } from "@/store/hooks";
import { selectDraft } from "@/store/slices/trainingSlice";
import { CoverageGrid } from "./CoverageGrid";
import { CoveragePlaceholder } from "./CoveragePlaceholder";
import { countCovered, firstBlock, type MatrixRow, matrixRows, totalInWords } from "./coverage";
import { useChosenModel } from "./useChosenModel";

/** Matrices in a block of the usual transformer; said only until a model is chosen. */
const usualMatrices = 7;

/** Every matrix of every block, lit where adapters will be. */
export function CoverageCard() {
  const { map, loading } = useChosenModel();
  const coverage = useAppSelector((state) => selectDraft(state).lora_num_layers);
  const rank = useAppSelector((state) => selectDraft(state).lora_rank);
  const rows = map && matrixRows(map, map.keys);
  const from = map ? firstBlock(coverage, map.num_layers) : null;
  return (
    <Card
      title="Full-Layer Coverage Matrix"
      description="Blocks from input to output, matrices from top to bottom. Lit cells carry an adapter."
    >
      {loading && <Skeleton className="h-45 w-full" />}
      {!loading && !map && <CoveragePlaceholder />}
      {rows && (
        <CoverageGrid rows={rows} from={from} rank={typeof rank === "number" ? rank : null} />
      )}
      <Totals
        rows={rows}
        from={from}
        rank={rank}
        coverage={coverage}
        totalParameters={map?.total_parameters}
      />
    </Card>
  );
}

interface TotalsProps {
  rows: readonly MatrixRow[] | undefined;
  from: number | null;
  rank: NumberDraft;
  coverage: NumberDraft;
  totalParameters: number | undefined;
}

function Totals({ rows, from, rank, coverage, totalParameters }: TotalsProps) {
  const count =
    rows && from !== null && typeof rank === "number" ? countCovered(rows, from, rank) : undefined;
  const matrices = count?.matrices ?? rows?.length ?? usualMatrices;
  return (
    <div className="-mx-5 mt-4 -mb-5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-line border-t px-5 py-3 tabular-nums">
      <p className="text-muted text-xs" aria-live="polite">
        {count ? (
          <>
            <strong className="font-semibold text-ink text-sm">
              {formatParameters(count.parameters, totalParameters)}
            </strong>{" "}
            trainable in {formatCount(count.modules)} modules
          </>
        ) : rows ? (
          "Correct the rank or the coverage to count what is trained."
        ) : (
          "Trainable parameters appear with the model."
        )}
      </p>
      <p className="font-medium">
        Total: {totalInWords(matrices, coverage, !rows || from !== null)}
      </p>
    </div>
  );
}
