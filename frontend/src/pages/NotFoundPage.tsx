import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";

/** For an address that is no page. */
export function NotFoundPage() {
  return (
    <>
      <title>Not found · Droid Fine-Tuning</title>
      <EmptyState
        icon={SearchX}
        heading="h1"
        title="There is no such page"
        action={
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
        }
      >
        The address may be mistyped, or the page has moved.
      </EmptyState>
    </>
  );
}
