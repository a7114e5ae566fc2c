import { Outlet } from "react-router";
import { AppShell } from "@/components/layout/AppShell";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import {
  selectSidebarCollapsed,
  selectThemeChoice,
  sidebarToggled,
  themeChosen,
} from "@/store/slices/uiSlice";

/** The frame, tied to the store. Pages appear inside it. */
export function App() {
  const dispatch = useAppDispatch();
  return (
    <AppShell
      themeChoice={useAppSelector(selectThemeChoice)}
      onThemeChoose={(choice) => dispatch(themeChosen(choice))}
      collapsed={useAppSelector(selectSidebarCollapsed)}
      onToggle={() => dispatch(sidebarToggled())}
    >
      <Outlet />
    </AppShell>
  );
}
