import { History } from "lucide-react";
import { PageHeader } from "@/components/layout/PageHeader";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";

/** Every run ever, with curves and settings. Not built yet: says so. */
export function ResultsPage() {
  return (
    <>
      <PageHeader title="Results">
        Every run so far: overlay curves, compare settings, resume, export.
      </PageHeader>
      <EmptyState
        icon={History}
        title="Results is not built yet"
        action={
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
        }
      >
        Your runs will be listed here. They are kept on disk meanwhile; start one in Setup.
      </EmptyState>
    </>
  );
}
