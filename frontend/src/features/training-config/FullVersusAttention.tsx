import { ChevronRight } from "lucide-react";
import type { ModelMap } from "@/api/gen/types.gen";
import { formatParameters } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectDraft } from "@/store/slices/trainingSlice";
import { countCovered, firstBlock, matrixRows } from "./coverage";
import { useChosenModel } from "./useChosenModel";

/** What the other matrices add, in words and in the figures of the chosen model. */
export function FullVersusAttention() {
  const { map } = useChosenModel();
  return (
    <details className="group/versus -mx-5 -mb-5 border-line border-t">
      <summary className="flex min-h-11 list-none items-center gap-3 rounded-card px-5 hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open/versus:rotate-90"
        />
        <span className="font-medium">Full-layer against attention-only</span>
      </summary>
      <div className="grid gap-4 px-5 pt-1 pb-5 sm:grid-cols-2">
        <Side
          title="Full-layer, on this page"
          map={map}
          keys={map?.keys}
          text="Attention decides what a token looks at; the MLP holds what the model knows and how it says it. Adapting both learns tone, format and facts faster, for a larger adapter."
        />
        <Side
          title="Attention-only, in Enhanced Setup"
          map={map}
          keys={map?.attention_keys}
          text="Leaves the MLP as it is. A smaller adapter that changes the base less: enough for light changes of style, and less prone to forget."
        />
      </div>
    </details>
  );
}

interface SideProps {
  title: string;
  text: string;
  map: ModelMap | undefined;
  keys: readonly string[] | undefined;
}

function Side({ title, text, map, keys = [] }: SideProps) {
  const coverage = useAppSelector((state) => selectDraft(state).lora_num_layers);
  const rank = useAppSelector((state) => selectDraft(state).lora_rank);
  const from = map ? firstBlock(coverage, map.num_layers) : null;
  const count =
    map && from !== null && typeof rank === "number"
      ? countCovered(matrixRows(map, keys), from, rank)
      : undefined;
  return (
    <section aria-label={title} className="rounded-card border border-line bg-sunken px-4 py-3">
      <h3 className="font-medium">{title}</h3>
      <p className="mt-1 text-muted text-xs">{text}</p>
      <p className="mt-2 text-xs tabular-nums">
        {count ? (
          <>
            <strong className="font-semibold">
              {formatParameters(count.parameters, map?.total_parameters)}
            </strong>{" "}
            <span className="text-muted">trainable, {count.matrices} matrices a block</span>
          </>
        ) : (
          <span className="text-faint">Choose a model to see its figures.</span>
        )}
      </p>
    </section>
  );
}
