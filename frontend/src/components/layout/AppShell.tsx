import type { ReactNode } from "react";
import { BottomBar } from "@/components/layout/BottomBar";
import { Shortcuts } from "@/components/layout/Shortcuts";
import { Sidebar, type SidebarProps } from "@/components/layout/Sidebar";
import { TopBar } from "@/components/layout/TopBar";
import { Toasts } from "@/components/ui/Toasts";

export interface AppShellProps extends SidebarProps {
  /** The thin bar that shows an active run on every page. */
  runBar?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: sidebar or bottom bar, run bar, content, messages, shortcuts. */
export function AppShell({ runBar, children, ...sidebar }: AppShellProps) {
  return (
    <div className="min-h-dvh sm:flex">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-solid px-3 py-2 text-on-solid focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Sidebar {...sidebar} />
      <TopBar {...sidebar} />
      <div className="flex min-w-0 flex-1 flex-col">
        {runBar}
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[1248px] flex-1 px-4 pt-5 pb-24 outline-none sm:px-6 sm:pb-12"
        >
          {children}
        </main>
      </div>
      <BottomBar />
      <Shortcuts />
      <Toasts />
    </div>
  );
}
