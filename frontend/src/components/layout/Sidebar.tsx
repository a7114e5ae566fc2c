import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { Mark } from "@/components/layout/Mark";
import { type Place, places } from "@/components/layout/places";
import { ThemeSwitch } from "@/components/layout/ThemeSwitch";
import { IconButton } from "@/components/ui/IconButton";
import { classes } from "@/lib/classes";
import type { ThemeChoice } from "@/lib/theme";

export interface SidebarProps {
  themeChoice: ThemeChoice;
  onThemeChoose: (choice: ThemeChoice) => void;
  /** Icons only on wide screens too. Under 1024 px it always is. */
  collapsed: boolean;
  onToggle: () => void;
  /** Whether the server answers; a short line or nothing. */
  connection?: ReactNode;
  /** A button that opens what the product stands on. */
  system?: ReactNode;
}

/** The way between pages: 224 px wide, icons only under 1024 px, gone under 640 px. */
export function Sidebar(props: SidebarProps) {
  const { collapsed } = props;
  return (
    <aside
      aria-label="Sidebar"
      className={classes(
        "sticky top-0 hidden h-dvh w-14 shrink-0 flex-col border-line border-r bg-page sm:flex",
        !collapsed && "lg:w-56",
      )}
    >
      <div className="flex h-14 items-center gap-2.5 px-4">
        <Mark />
        <span className={classes("hidden truncate font-semibold", !collapsed && "lg:block")}>
          Droid Fine-Tuning
        </span>
      </div>
      <nav aria-label="Pages" className="flex flex-1 flex-col gap-0.5 px-2 pt-2">
        {places.map((place) => (
          <SidebarLink key={place.path} {...place} collapsed={collapsed} />
        ))}
      </nav>
      <div className="flex flex-col gap-2 px-2 pb-3">
        {props.system}
        {props.connection}
        <div className={classes("flex flex-col items-center gap-1", !collapsed && "lg:flex-row")}>
          <ThemeSwitch
            choice={props.themeChoice}
            onChoose={props.onThemeChoose}
            wide={!collapsed}
          />
          <IconButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? "Widen sidebar" : "Narrow sidebar"}
            onClick={props.onToggle}
            className="max-lg:hidden"
          />
        </div>
      </div>
    </aside>
  );
}

function SidebarLink({ path, label, icon: Icon, keys, collapsed }: Place & { collapsed: boolean }) {
  return (
    <NavLink
      to={path}
      title={`${label} (${keys})`}
      className={({ isActive }) =>
        classes(
          "flex h-8 items-center justify-center gap-2.5 rounded-control px-2.5 transition-colors",
          !collapsed && "lg:justify-start",
          isActive
            ? "bg-pressed font-medium text-ink [&_svg]:text-primary-600"
            : "text-muted hover:bg-hover hover:text-ink",
        )
      }
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={classes("sr-only", !collapsed && "lg:not-sr-only")}>{label}</span>
    </NavLink>
  );
}
