import { Plus } from "lucide-react";
import { CompareRequestSchema } from "@/api/gen/schemas.gen";
import { isApiProblem, problemInWords } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { PathField } from "@/components/ui/PathField";
import { Skeleton } from "@/components/ui/Skeleton";
import { classes } from "@/lib/classes";
import { formatBytes } from "@/lib/format";
import { runSide, type SideSpec } from "@/store/compareDraft";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { modelChosen, selectRefusals, sidesEdited } from "@/store/slices/compareSlice";
import { errorAt, sideError } from "./problems";
import { SideField } from "./SideField";
import { type Sides, useSides } from "./useSides";
import { WorkerLine } from "./WorkerLine";

const mostSides = CompareRequestSchema.properties.sides.maxItems;

/** What is compared: the base, the sides that share it, and what of it is in memory. */
export function SidesCard({ withSides }: { withSides: boolean }) {
  const dispatch = useAppDispatch();
  const sides = useSides();
  const { chat, batch } = useAppSelector(selectRefusals);
  return (
    <section aria-label="What is compared" className="card">
      <div
        className={classes(
          "grid gap-x-6 gap-y-1 px-5 pt-4 pb-1",
          withSides && "lg:grid-cols-[17rem_minmax(0,1fr)]",
        )}
      >
        <PathField
          label="Base model"
          help="Every side shares this base."
          value={sides.modelPath}
          onChange={(path) => dispatch(modelChosen(path))}
          error={errorAt("model_path", chat, batch) ?? problemInWords(sides.error)}
          placeholder="/path/to/model or Qwen/Qwen2.5-0.5B"
          suggestions={sides.models.map(({ model, name, weight_bytes }) => ({
            value: model,
            label: name,
            note: formatBytes(weight_bytes),
          }))}
        />
        {withSides && <SideFields {...sides} />}
      </div>
      <WorkerLine />
    </section>
  );
}

function SideFields({ sides, choices, error }: Sides) {
  const dispatch = useAppDispatch();
  const { chat, batch } = useAppSelector(selectRefusals);
  const change = (id: number, spec: SideSpec) =>
    dispatch(sidesEdited(sides.map((side) => (side.id === id ? { id, spec } : side))));
  if (!choices && !isApiProblem(error)) return <Skeleton className="mb-2 h-[5.5rem]" />;
  return (
    <div>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2 xl:grid-cols-4">
        {sides.map((side, index) => (
          <SideField
            key={side.id}
            side={side}
            index={index}
            choices={choices}
            error={sideError(index, chat, batch)}
            onChange={(spec) => change(side.id, spec)}
            onRemove={
              sides.length > 1
                ? () => dispatch(sidesEdited(sides.filter(({ id }) => id !== side.id)))
                : undefined
            }
          />
        ))}
        {sides.length < mostSides && (
          <Button
            variant="ghost"
            icon={Plus}
            className="mt-7 justify-self-start max-sm:mt-0 max-sm:mb-3"
            onClick={() => dispatch(sidesEdited([...sides, nextSide({ sides, choices })]))}
          >
            Add a side
          </Button>
        )}
      </div>
      <p aria-live="polite" className="text-danger text-xs">
        {errorAt("sides", chat, batch)}
      </p>
    </div>
  );
}

/** The newest run that is no side yet; else the base, to be chosen anew. */
function nextSide({ sides, choices }: Pick<Sides, "sides" | "choices">) {
  const id = Math.max(-1, ...sides.map((side) => side.id)) + 1;
  const taken = new Set(sides.map(({ spec }) => (spec.source === "run" ? spec.run_id : "")));
  const run = choices?.runs.find(({ run_id }) => !taken.has(run_id)) ?? choices?.runs[0];
  const spec: SideSpec = run ? runSide(run) : { source: "base" };
  return { id, spec };
}
