import { Activity, Columns2, History, type LucideIcon, Settings2, Sparkles } from "lucide-react";

export interface Place {
  path: string;
  label: string;
  icon: LucideIcon;
  /** The shortcut that leads there. */
  keys: string;
}

/** The pages, in the order in which they are used. */
export const places: readonly Place[] = [
  { path: "/setup", label: "Setup", icon: Settings2, keys: "g s" },
  { path: "/enhanced", label: "Enhanced Setup", icon: Sparkles, keys: "g e" },
  { path: "/training", label: "Training", icon: Activity, keys: "g t" },
  { path: "/results", label: "Results", icon: History, keys: "g r" },
  { path: "/compare", label: "Compare", icon: Columns2, keys: "g c" },
];
