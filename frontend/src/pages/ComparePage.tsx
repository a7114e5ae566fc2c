import { Columns2 } from "lucide-react";
import { PageHeader } from "@/components/layout/PageHeader";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";

/** Base and adapters side by side on one prompt. Not built yet: says so. */
export function ComparePage() {
  return (
    <>
      <PageHeader title="Compare">
        Ask the base model and your adapters the same question, side by side.
      </PageHeader>
      <EmptyState
        icon={Columns2}
        title="Compare is not built yet"
        action={
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
        }
      >
        Answers of several adapters will stand side by side here. Train one in Setup first.
      </EmptyState>
    </>
  );
}
