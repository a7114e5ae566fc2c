import { SlidersHorizontal } from "lucide-react";
import { type SettingName, settingFields, settingNames } from "@/api/compareFields";
import { Button } from "@/components/ui/Button";
import { NumberField } from "@/components/ui/NumberField";
import { Popover } from "@/components/ui/Popover";
import { formatPlain } from "@/lib/format";
import { defaultSettings, type SettingsDraft, settingProblem } from "@/store/compareDraft";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { selectRefusals, selectSettings, settingEdited } from "@/store/slices/compareSlice";
import { errorAt } from "./problems";

/** How answers are generated: the same dials for every side, behind a line that says how they stand. */
export function SettingsPopover() {
  const settings = useAppSelector(selectSettings);
  const refusals = Object.values(useAppSelector(selectRefusals));
  const wrong = settingNames.filter(
    (name) => settingProblem(name, settings[name]) ?? errorAt(`settings.${name}`, ...refusals),
  );
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Popover
        focusPanel
        label="Generation settings"
        trigger={
          <Button variant="ghost" size="sm" icon={SlidersHorizontal} className="min-w-0 shrink">
            <span className="sr-only">Generation settings: </span>
            <span className="truncate tabular-nums">{summaryOf(settings)}</span>
          </Button>
        }
      >
        <div className="-mr-2 max-h-[min(28rem,60vh)] overflow-y-auto pr-2">
          {settingNames.map((name) => (
            <SettingField key={name} name={name} />
          ))}
        </div>
      </Popover>
      {wrong.length > 0 && (
        <span role="alert" className="text-danger text-xs">
          {`Check ${wrong.map((name) => settingFields[name].label).join(", ")}`}
        </span>
      )}
    </div>
  );
}

function SettingField({ name }: { name: SettingName }) {
  const dispatch = useAppDispatch();
  const value = useAppSelector((state) => selectSettings(state)[name]);
  const { chat, batch, scrub } = useAppSelector(selectRefusals);
  const { label, help, why, unit, limits, whole } = settingFields[name];
  return (
    <NumberField
      label={label}
      help={help}
      why={why}
      unit={unit}
      limits={limits}
      step={whole ? 1 : 0.05}
      value={value}
      onChange={(next) => dispatch(settingEdited({ name, value: next }))}
      defaultValue={defaultSettings[name]}
      error={errorAt(`settings.${name}`, chat, batch, scrub) ?? settingProblem(name, value)}
    />
  );
}

/** Temperature, length and seed, then whatever departs from its default. */
function summaryOf(settings: SettingsDraft): string {
  const always: SettingName[] = ["temperature", "max_tokens", "seed"];
  const changed = settingNames.filter(
    (name) => !always.includes(name) && settings[name] !== defaultSettings[name],
  );
  return [...always, ...changed]
    .map((name) => `${settingFields[name].label} ${written(settings[name])}`)
    .join(" · ");
}

function written(value: SettingsDraft[SettingName]): string {
  return typeof value === "number" ? formatPlain(value) : (value ?? "none");
}
