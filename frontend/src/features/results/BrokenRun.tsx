import { ArrowLeft } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { ResultRow } from "@/api/gen/types.gen";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { FilesCard } from "./FilesCard";
import { OverlayCard } from "./OverlayCard";
import { DeleteButton } from "./RunHeader";
import { useCurves } from "./useCurves";

const none: ReadonlySet<string> = new Set();

/** A folder that is no readable run: what is wrong, and what can be read all the same. */
export function BrokenRun({ row, notes }: { row: ResultRow; notes: ReactNode }) {
  const ids = useMemo(() => [row.id], [row.id]);
  const [answer] = useCurves(ids, none);
  const curves = answer?.data;
  const runs = useMemo(() => [{ id: row.id, label: row.id, curves }], [row.id, curves]);
  const told = curves && curves.train.y.length + curves.validation.y.length > 0;
  return (
    <>
      <PageHeader
        title={row.id}
        action={
          <>
            <ButtonLink to="/results" icon={ArrowLeft}>
              All runs
            </ButtonLink>
            <DeleteButton row={row} />
          </>
        }
      >
        This folder cannot be read as a run.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        <Alert tone="warning" title={row.problem ?? "The folder cannot be read as a run."} />
        {told && <OverlayCard runs={runs} loading={false} />}
        {notes}
        <FilesCard runId={row.id} />
      </div>
    </>
  );
}
