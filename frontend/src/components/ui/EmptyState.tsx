import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** Why it is empty and what comes next. */
  children: ReactNode;
  /** The button of the next step. */
  action?: ReactNode;
  /** "h1" where nothing else names the page. */
  heading?: "h1" | "h2";
}

/** Stands where content will be, and teaches the next step. */
export function EmptyState({ icon: Icon, title, children, action, heading }: EmptyStateProps) {
  const Heading = heading ?? "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center">
      <span className="flex size-11 items-center justify-center rounded-card border border-line bg-surface text-primary-600 shadow-card">
        <Icon aria-hidden className="size-5" />
      </span>
      <Heading className="mt-4 font-semibold text-base">{title}</Heading>
      <div className="mt-1.5 text-muted">{children}</div>
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
