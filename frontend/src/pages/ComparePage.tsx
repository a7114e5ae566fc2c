import { PageHeader } from "@/components/layout/PageHeader";
import { CompareTabs } from "@/features/compare/CompareTabs";

/** Base and adapters side by side: on a prompt, on many, and at every checkpoint. */
export function ComparePage() {
  return (
    <>
      <PageHeader title="Compare">
        Ask the base model and your adapters the same question, side by side.
      </PageHeader>
      <CompareTabs />
    </>
  );
}
