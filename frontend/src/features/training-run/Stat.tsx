import type { ReactNode } from "react";

/** Figures side by side. */
export function StatGrid({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line shadow-card md:grid-cols-3 xl:grid-cols-6">
      {children}
    </dl>
  );
}

/** One figure with a word on it. */
export function Stat({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="mt-1">
        <span className="block truncate font-semibold text-lg tabular-nums">{value}</span>
        <span className="block min-h-4 truncate text-faint text-xs tabular-nums">{note}</span>
      </dd>
    </div>
  );
}
