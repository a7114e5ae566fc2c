import { ComparisonsLine } from "@/features/method-comparison/ComparisonsLine";
import { Results } from "@/features/results/Results";

/** Every run ever: found, compared, noted, brought back. */
export function ResultsPage() {
  return (
    <Results>
      <ComparisonsLine />
    </Results>
  );
}
