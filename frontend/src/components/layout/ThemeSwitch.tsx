import { Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "@/components/ui/IconButton";
import { Segments } from "@/components/ui/SegmentedControl";
import { classes } from "@/lib/classes";
import { type ThemeChoice, themeChoices } from "@/lib/theme";

export interface ThemeSwitchProps {
  choice: ThemeChoice;
  onChoose: (choice: ThemeChoice) => void;
  /** Room for all three on wide screens; else one button that goes round. */
  wide: boolean;
}

const looks = {
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
  system: { label: "Like the system", icon: Monitor },
};

const options = themeChoices.map((value) => ({ value, ...looks[value] }));

/** Light, dark, or like the system. */
export function ThemeSwitch({ choice, onChoose, wide }: ThemeSwitchProps) {
  return (
    <>
      <div className={classes("hidden min-w-0 flex-1", wide && "lg:block")}>
        <Segments label="Theme" iconsOnly options={options} value={choice} onChange={onChoose} />
      </div>
      <div className={wide ? "lg:hidden" : undefined}>
        <ThemeButton choice={choice} onChoose={onChoose} />
      </div>
    </>
  );
}

/** One button that goes from light to dark to system. */
export function ThemeButton({ choice, onChoose }: Omit<ThemeSwitchProps, "wide">) {
  const next = themeChoices[(themeChoices.indexOf(choice) + 1) % themeChoices.length] ?? "system";
  return (
    <IconButton
      icon={looks[choice].icon}
      label={`Change theme, now ${looks[choice].label.toLowerCase()}`}
      onClick={() => onChoose(next)}
    />
  );
}
