import { Scale } from "lucide-react";
import { Link } from "react-router";
import { useListComparisonsQuery } from "@/api/comparisonsApi";
import type { ComparisonReport } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatRelativeTime } from "@/lib/formatTime";
import { counted } from "./comparisonPlan";
import { measuredText } from "./comparisonProgress";
import { comparisonTitle } from "./comparisonTitle";

/** Every comparison, newest first, with what it says. */
export function ComparisonList() {
  const { data, error } = useListComparisonsQuery(undefined, {
    pollingInterval: 5000,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
  });
  if (isApiProblem(error)) {
    return (
      <Alert tone="danger" title={error.title}>
        {error.detail}
      </Alert>
    );
  }
  if (!data) return <Skeleton className="h-40" />;
  if (data.length === 0) return <NoComparison />;
  return (
    <ul aria-label="Comparisons" className="grid gap-3">
      {data.map((report) => (
        <Entry key={report.id} report={report} />
      ))}
    </ul>
  );
}

function Entry({ report }: { report: ComparisonReport }) {
  const { id, evidence, created_at, iterations, seeds } = report;
  const facts = [
    counted(seeds.length, "seed"),
    counted(iterations, "step"),
    measuredText(report),
    formatRelativeTime(created_at),
  ];
  return (
    <li className="card relative px-5 py-4 hover:bg-hover">
      <Link
        to={`/results/comparisons/${encodeURIComponent(id)}`}
        className="font-semibold after:absolute after:inset-0 after:rounded-card"
      >
        {comparisonTitle(report)}
      </Link>
      <p className="mt-1">{evidence.sentence}</p>
      <p className="mt-1 text-faint text-xs tabular-nums">{facts.join(" · ")}</p>
    </li>
  );
}

function NoComparison() {
  return (
    <EmptyState
      icon={Scale}
      title="No comparison yet"
      action={
        <ButtonLink to="/setup" variant="primary">
          Go to Setup
        </ButtonLink>
      }
    >
      Press Compare methods in Setup, or on a run that has ended. Full-layer and attention-only are
      then trained on the same rows, and this page says what the figures show.
    </EmptyState>
  );
}
