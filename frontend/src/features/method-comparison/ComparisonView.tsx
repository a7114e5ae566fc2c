import { SearchX } from "lucide-react";
import { getComparison, useGetComparisonQuery } from "@/api/comparisonsApi";
import type { ComparisonReport } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatDateTime } from "@/lib/formatTime";
import { counted } from "./comparisonPlan";
import { comparisonTitle } from "./comparisonTitle";
import { EvidenceCard } from "./EvidenceCard";
import { ForgetComparison } from "./ForgetComparison";
import { ForgettingCard } from "./ForgettingCard";
import { MemberRuns } from "./MemberRuns";
import { MethodCurves } from "./MethodCurves";
import { MethodTable } from "./MethodTable";

const pollMs = 2000;

/** One comparison as it stands, asked for again until every run has been measured. */
export function ComparisonView({ id }: { id: string }) {
  const known = getComparison.useQueryState(id).currentData;
  const { currentData, error } = useGetComparisonQuery(id, {
    pollingInterval: known?.evidence.complete ? 0 : pollMs,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
    refetchOnFocus: true,
  });
  if (isApiProblem(error) && error.status === 404)
    return <NoSuchComparison detail={error.detail} />;
  return (
    <>
      {isApiProblem(error) && (
        <div className="mb-4">
          <Alert tone="danger" title={error.title}>
            {error.detail}
          </Alert>
        </div>
      )}
      {currentData && <Report report={currentData} />}
      {!currentData && !error && <Skeletons />}
    </>
  );
}

function Report({ report }: { report: ComparisonReport }) {
  const { created_at, iterations, batch_size, train_rows, seeds, source_run_id } = report;
  const facts = `${counted(iterations, "step")} of batch size ${batch_size} on ${counted(train_rows, "row")}, ${counted(seeds.length, "seed")}`;
  return (
    <>
      <PageHeader
        title={comparisonTitle(report)}
        action={
          <>
            {source_run_id && (
              <ButtonLink to={`/training/${encodeURIComponent(source_run_id)}`}>
                Open the first run
              </ButtonLink>
            )}
            <ForgetComparison id={report.id} />
          </>
        }
      >
        {`${facts}. Made ${formatDateTime(created_at)}.`}
      </PageHeader>
      <div className="grid gap-4">
        <EvidenceCard report={report} />
        <MethodTable report={report} />
        <MethodCurves report={report} />
        <ForgettingCard report={report} />
        <MemberRuns report={report} />
      </div>
    </>
  );
}

function Skeletons() {
  return (
    <>
      <PageHeader title="Method comparison">Reading the comparison.</PageHeader>
      <div className="grid gap-4">
        <Skeleton className="h-28" />
        <Skeleton className="h-96" />
        <Skeleton className="h-96" />
      </div>
    </>
  );
}

function NoSuchComparison({ detail }: { detail: string }) {
  return (
    <>
      <title>Comparison not found · Droid Fine-Tuning</title>
      <EmptyState
        icon={SearchX}
        heading="h1"
        title="There is no such comparison"
        action={
          <ButtonLink to="/results/comparisons" variant="primary">
            Show all comparisons
          </ButtonLink>
        }
      >
        {detail}
      </EmptyState>
    </>
  );
}
