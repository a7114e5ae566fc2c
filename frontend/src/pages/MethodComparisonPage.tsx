import { useParams } from "react-router";
import { PageHeader } from "@/components/layout/PageHeader";
import { ComparisonList } from "@/features/method-comparison/ComparisonList";
import { ComparisonView } from "@/features/method-comparison/ComparisonView";

/** Methods set against each other: all comparisons, or one of them. */
export function MethodComparisonPage() {
  const { comparisonId } = useParams();
  if (comparisonId !== undefined) return <ComparisonView key={comparisonId} id={comparisonId} />;
  return (
    <>
      <PageHeader title="Method comparisons">
        Full-layer or attention-only? Methods trained on equal terms, and what that shows.
      </PageHeader>
      <ComparisonList />
    </>
  );
}
