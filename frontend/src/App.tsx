import { Outlet } from "react-router";
import { AppShell } from "@/components/layout/AppShell";
import { SystemPopover } from "@/features/system/SystemPopover";
import { ActiveRunBar } from "@/features/training-run/ActiveRunBar";
import { Connection } from "@/features/training-run/Connection";
import { useRunNews } from "@/features/training-run/useRunNews";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import {
  selectSidebarCollapsed,
  selectThemeChoice,
  sidebarToggled,
  themeChosen,
} from "@/store/slices/uiSlice";

/** The frame, tied to the store and to the active run. Pages appear inside it. */
export function App() {
  const dispatch = useAppDispatch();
  const collapsed = useAppSelector(selectSidebarCollapsed);
  useRunNews();
  return (
    <AppShell
      themeChoice={useAppSelector(selectThemeChoice)}
      onThemeChoose={(choice) => dispatch(themeChosen(choice))}
      collapsed={collapsed}
      onToggle={() => dispatch(sidebarToggled())}
      connection={<Connection compact={collapsed} />}
      system={<SystemPopover compact={collapsed} />}
      runBar={<ActiveRunBar />}
    >
      <Outlet />
    </AppShell>
  );
}
