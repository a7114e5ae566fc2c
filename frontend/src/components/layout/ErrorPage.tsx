import { TriangleAlert } from "lucide-react";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { Button } from "@/components/ui/Button";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { EmptyState } from "@/components/ui/EmptyState";

/** Shown instead of a page that failed: what happened, what is safe, what to do. */
export function ErrorPage() {
  const error = useRouteError();
  return (
    <main className="mx-auto max-w-2xl px-4 py-10">
      <title>Page failed · Droid Fine-Tuning</title>
      <EmptyState
        icon={TriangleAlert}
        heading="h1"
        title="This page failed"
        action={
          <div className="flex gap-2">
            <Button variant="primary" onClick={() => window.location.reload()}>
              Reload the page
            </Button>
            <ButtonLink to="/setup" reloadDocument>
              Go to Setup
            </ButtonLink>
          </div>
        }
      >
        <p>
          A fault in the page itself. Training runs apart from it and goes on. Reload the page; if
          it fails again, report the text below.
        </p>
      </EmptyState>
      <CodeBlock label="What failed" code={describe(error)} copyLabel="Copy text" wrap />
    </main>
  );
}

function describe(error: unknown): string {
  if (isRouteErrorResponse(error)) return `${error.status} ${error.statusText}`;
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return String(error);
}
