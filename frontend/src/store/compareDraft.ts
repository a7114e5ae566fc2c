/**
 * What a person has chosen on Compare while working on it: sides, dials, prompt. Numbers may still
 * be half-typed. Knows how to become the parts of a request.
 */
import { type SettingName, settingFields, settingNames } from "@/api/compareFields";
import type {
  CompareRequest,
  GenerationSettings,
  RunChoice,
  SideChoices,
} from "@/api/gen/types.gen";
import { limitMessage } from "@/lib/limitMessage";
import type { NumberDraft } from "@/lib/numberInput";

export type SideSpec = CompareRequest["sides"][number];

/** A side with a name of its own, so that it stays itself while others come and go. */
export interface DraftSide {
  id: number;
  spec: SideSpec;
}

export type SettingsDraft = Record<SettingName, NumberDraft>;

/** The backend's own defaults. */
export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, settingFields[name].default]),
) as SettingsDraft;

/** What is wrong with one dial; undefined when nothing. */
export function settingProblem(name: SettingName, value: NumberDraft): string | undefined {
  const { limits, nullable, whole } = settingFields[name];
  if (value === null || value === "") return nullable ? undefined : "Enter a number.";
  const message = limitMessage(value, limits);
  if (message) return message;
  return whole && !Number.isInteger(value) ? "Enter a whole number." : undefined;
}

/** Half-typed numbers go along as they are: the server's answer then speaks of what was typed. */
export function toSettings(draft: SettingsDraft): GenerationSettings {
  return draft as GenerationSettings;
}

/** Empty text is not given. */
export function orNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}

export function runSide({ run_id }: Pick<RunChoice, "run_id">): SideSpec {
  return { source: "run", run_id, checkpoint: "final" };
}

/** The base beside the newest run; the base alone where nothing was trained on it. */
export function defaultSides(choices: SideChoices | undefined): DraftSide[] {
  const [newest] = choices?.runs ?? [];
  const base: DraftSide = { id: 0, spec: { source: "base" } };
  return newest ? [base, { id: 1, spec: runSide(newest) }] : [base];
}
