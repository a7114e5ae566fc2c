import { Fragment, type ReactNode } from "react";

export interface KeyValue {
  key: string;
  value: ReactNode;
}

/** Facts in two columns: what, and how much. */
export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {items.map(({ key, value }) => (
        <Fragment key={key}>
          <dt className="text-muted">{key}</dt>
          <dd className="text-right tabular-nums [overflow-wrap:anywhere]">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
