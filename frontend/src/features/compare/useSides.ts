import { skipToken } from "@reduxjs/toolkit/query";
import { useMemo } from "react";
import { useListSidesQuery } from "@/api/compareApi";
import type { KnownModel, Run, SideChoices } from "@/api/gen/types.gen";
import { useListModelsQuery } from "@/api/modelsApi";
import { useListRunsQuery } from "@/api/runsApi";
import { type DraftSide, defaultSides } from "@/store/compareDraft";
import { useAppSelector } from "@/store/hooks";
import { useRested } from "./useRested";

export interface Sides {
  modelPath: string;
  models: readonly KnownModel[];
  /** Undefined until the server has said what there is for this base. */
  choices: SideChoices | undefined;
  /** Why the server has no choices for this base. */
  error: unknown;
  sides: readonly DraftSide[];
}

/** The base and the sides as they stand: chosen by hand, or the defaults until somebody chooses. */
export function useSides(): Sides {
  const chosen = useAppSelector((state) => state.compare.modelPath);
  const chosenSides = useAppSelector((state) => state.compare.sides);
  const { data: models = noModels, isSuccess: modelsKnown } = useListModelsQuery();
  const { data: runs, isError: runsUnknown } = useListRunsQuery();
  const ready = runs !== undefined || runsUnknown;
  const byDefault = ready && modelsKnown ? defaultModel(runs ?? [], models) : "";
  const modelPath = chosen ?? byDefault;
  const rested = useRested(modelPath.trim());
  const asked = chosen === null ? byDefault : rested;
  const { currentData: choices, error } = useListSidesQuery(asked || skipToken);
  const known = asked === modelPath.trim() ? choices : undefined;
  const sides = useMemo(() => chosenSides ?? defaultSides(known), [chosenSides, known]);
  return { modelPath, models, choices: known, error: known ? undefined : error, sides };
}

const noModels: readonly KnownModel[] = [];

/** The base of the newest run that has an adapter; else the first model that is here. */
function defaultModel(runs: readonly Run[], models: readonly KnownModel[]): string {
  const newest = runs.find(({ state }) => state === "completed" || state === "stopped");
  return newest?.config.model_path ?? models[0]?.model ?? "";
}
