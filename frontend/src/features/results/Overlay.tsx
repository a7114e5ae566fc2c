import { ArrowLeft, ChartLine } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { ResultRow } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useGetRunsQuery } from "@/api/runsApi";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { ConfigDifferences } from "./ConfigDifferences";
import { isBroken } from "./columns";
import { FiguresTable } from "./FiguresTable";
import { OverlayCard } from "./OverlayCard";
import { labelsOf } from "./overlaySeries";
import { useCurves } from "./useCurves";
import { useResults } from "./useResults";

export interface OverlayProps {
  ids: readonly string[];
  /** What else can be done with these runs. */
  actions?: ReactNode;
  /** Stands below the figures. */
  children?: ReactNode;
}

/** Several runs laid over each other: curves, figures, and the settings that differ. */
export function Overlay({ ids, actions, children }: OverlayProps) {
  const { data, error } = useResults();
  const known = useMemo(
    () => data && ids.flatMap((id) => data.rows.find((row) => row.id === id) ?? []),
    [data, ids],
  );
  return (
    <>
      <PageHeader
        title="Overlay"
        action={
          <>
            {actions}
            <ButtonLink to="/results" icon={ArrowLeft}>
              All runs
            </ButtonLink>
          </>
        }
      >
        {known ? `${known.length} runs laid over each other.` : "Runs laid over each other."}
      </PageHeader>
      {error && <Alert tone="danger" title={problemInWords(error) ?? "Runs were not read."} />}
      {known && known.length < ids.length && <Gone count={ids.length - known.length} />}
      {known?.length === 0 && <NothingChosen />}
      {known && known.length > 0 && <Overlaid rows={known}>{children}</Overlaid>}
      {!known && !error && <Skeleton className="h-[36rem]" />}
    </>
  );
}

function Overlaid({ rows, children }: { rows: readonly ResultRow[]; children: ReactNode }) {
  const key = rows.map(({ id }) => id).join("/");
  const liveKey = rows.flatMap(({ id, ...row }) => (isLive(row) ? [id] : [])).join("/");
  const ids = useMemo(() => key.split("/"), [key]);
  const live = useMemo(() => new Set(liveKey.split("/")), [liveKey]);
  const answers = useCurves(ids, live);
  const { data: runs } = useGetRunsQuery(ids);
  const labels = labelsOf(rows);
  const named = rows.map((row, place) => ({ row, label: labels[place] ?? row.id, place }));
  const labelKey = labels.join("\n");
  const overlaid = useMemo(
    () =>
      ids.map((id, place) => ({
        id,
        label: labelKey.split("\n")[place] ?? id,
        curves: answers[place]?.data,
      })),
    [ids, labelKey, answers],
  );
  const configured = named.flatMap(({ row, label }) => {
    const run = runs?.find(({ id }) => id === row.id);
    return run ? [{ run, label }] : [];
  });
  return (
    <div className="grid grid-cols-1 gap-4">
      {answers.map(({ error, isError }, place) =>
        isError ? (
          <Alert
            key={ids[place]}
            tone="warning"
            title={`No curves of ${labels[place]}. ${problemInWords(error) ?? ""}`}
          />
        ) : null,
      )}
      <OverlayCard
        runs={overlaid}
        loading={answers.every(({ data, isError }) => !data && !isError)}
      />
      <FiguresTable runs={named} />
      {children}
      {configured.length > 1 && <ConfigDifferences runs={configured} />}
    </div>
  );
}

function isLive(row: Pick<ResultRow, "kind" | "ended_at">): boolean {
  return !isBroken(row) && !row.ended_at;
}

function Gone({ count }: { count: number }) {
  return (
    <div className="mb-4">
      <Alert
        tone="warning"
        title={count === 1 ? "One of the runs is gone." : `${count} of the runs are gone.`}
      >
        They may be in the trash, from where Results brings them back.
      </Alert>
    </div>
  );
}

function NothingChosen() {
  return (
    <EmptyState
      icon={ChartLine}
      title="No run is chosen"
      action={
        <ButtonLink to="/results" variant="primary">
          Choose runs
        </ButtonLink>
      }
    >
      Tick two to eight runs in Results and press Overlay curves.
    </EmptyState>
  );
}
