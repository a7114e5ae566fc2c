import { Mark } from "@/components/layout/Mark";
import type { SidebarProps } from "@/components/layout/Sidebar";
import { ThemeButton } from "@/components/layout/ThemeSwitch";

/** What the sidebar carries besides the pages, on a narrow screen. */
export function TopBar({ themeChoice, onThemeChoose, connection, system }: SidebarProps) {
  return (
    <header className="flex h-12 items-center gap-2.5 border-line border-b bg-surface px-4 sm:hidden">
      <Mark />
      <span className="min-w-0 flex-1 truncate font-semibold">Droid Fine-Tuning</span>
      {connection}
      {system}
      <ThemeButton choice={themeChoice} onChoose={onThemeChoose} />
    </header>
  );
}
