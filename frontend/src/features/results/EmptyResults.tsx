import { History } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";

/** Before the first run. */
export function EmptyResults({ onImport }: { onImport: () => void }) {
  return (
    <EmptyState
      icon={History}
      title="No run yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
          <Button onClick={onImport}>Import a bundle</Button>
        </div>
      }
    >
      Every run you start is kept here with its losses, speed, memory and proof. Start two that
      differ in one setting, tick both, and lay their curves over each other.
    </EmptyState>
  );
}
