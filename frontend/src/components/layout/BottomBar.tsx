import { NavLink } from "react-router";
import { places } from "@/components/layout/places";
import { classes } from "@/lib/classes";

/** The way between pages on a narrow screen. */
export function BottomBar() {
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {places.map(({ path, label, icon: Icon }) => (
        <NavLink
          key={path}
          to={path}
          className={({ isActive }) =>
            classes(
              "flex min-w-0 flex-1 flex-col items-center gap-1 px-1 py-2 text-[0.6875rem] leading-4",
              isActive ? "font-medium text-primary-600" : "text-muted",
            )
          }
        >
          <Icon aria-hidden className="size-5" />
          <span className="max-w-full truncate">{label.replace(" Setup", "")}</span>
        </NavLink>
      ))}
    </nav>
  );
}
