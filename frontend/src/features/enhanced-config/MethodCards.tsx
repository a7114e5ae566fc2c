import { Info } from "lucide-react";
import { useId } from "react";
import { useListMethodsQuery } from "@/api/enhancedApi";
import type { EnhancedKind, MethodForm } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { Skeleton } from "@/components/ui/Skeleton";
import { classes } from "@/lib/classes";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { methodChosen, selectEnhanced } from "@/store/slices/enhancedSlice";

/** The four methods, one of which is chosen. Arrow keys move between them. */
export function MethodCards() {
  const { data: methods, error, refetch } = useListMethodsQuery();
  const chosen = useAppSelector((state) => selectEnhanced(state).kind);
  const dispatch = useAppDispatch();
  const group = useId();
  if (!methods && isApiProblem(error)) {
    const retry = <Button onClick={() => void refetch()}>Try again</Button>;
    return (
      <Alert tone="danger" live title={error.title} action={retry}>
        {error.detail}
      </Alert>
    );
  }
  return (
    <fieldset className="mb-5 grid gap-3 sm:grid-cols-2 xl:grid-cols-4" aria-busy={!methods}>
      <legend className="mb-2 font-medium">Method</legend>
      {methods?.map((method) => (
        <MethodCard
          key={method.kind}
          method={method}
          group={group}
          checked={method.kind === chosen}
          onChoose={(kind) => dispatch(methodChosen(kind))}
        />
      )) ?? [0, 1, 2, 3].map((place) => <Skeleton key={place} className="h-80 rounded-card" />)}
    </fieldset>
  );
}

interface MethodCardProps {
  method: MethodForm;
  group: string;
  checked: boolean;
  onChoose: (kind: EnhancedKind) => void;
}

function MethodCard({ method, group, checked, onChoose }: MethodCardProps) {
  const id = useId();
  return (
    <label
      className={classes(
        "relative flex min-w-0 cursor-pointer flex-col gap-2.5 rounded-card border bg-surface px-4 py-3.5 shadow-card transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
        checked ? "border-primary-500 ring-1 ring-primary-500" : "border-line hover:border-control",
      )}
    >
      <span className="flex items-start gap-2.5">
        <input
          type="radio"
          name={group}
          value={method.kind}
          checked={checked}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-text`}
          onChange={() => onChoose(method.kind)}
          // The ring of the card shows the focus.
          className="mt-0.5 size-4 shrink-0 accent-primary-600 outline-none"
        />
        <span id={`${id}-title`} className="font-semibold">
          {method.title}
        </span>
      </span>
      <MethodText id={`${id}-text`} method={method} short={!checked} />
    </label>
  );
}

/** On a narrow screen only the chosen card says more than what it is. */
function MethodText({ id, method, short }: { id: string; method: MethodForm; short: boolean }) {
  const more = classes("flex flex-col gap-2.5 text-xs", short && "max-sm:hidden");
  return (
    <span id={id} className="flex flex-1 flex-col gap-2.5">
      <span className="text-muted">{method.what}</span>
      <span className={more}>
        <Fact word="Data" text={method.data} />
        <Fact word="Cost" text={method.cost} />
      </span>
      {method.note && (
        <span className={classes(more, "mt-auto border-line border-t pt-2.5 text-faint")}>
          <span className="flex gap-2">
            <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {method.note}
          </span>
        </span>
      )}
    </span>
  );
}

function Fact({ word, text }: { word: string; text: string }) {
  return (
    <span>
      <span className="font-medium">{word}.</span> <span className="text-muted">{text}</span>
    </span>
  );
}
