import type { ReactNode } from "react";

export interface PageHeaderProps {
  title: string;
  /** One sentence: what a person does here. */
  children: ReactNode;
  /** The primary action of the page. */
  action?: ReactNode;
}

/** What this page is, and its main action at the right. Names the browser's tab too. */
export function PageHeader({ title, children, action }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <title>{`${title} · Droid Fine-Tuning`}</title>
      <div className="min-w-0 grow basis-72">
        <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
        <p className="mt-0.5 text-muted">{children}</p>
      </div>
      {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </header>
  );
}
