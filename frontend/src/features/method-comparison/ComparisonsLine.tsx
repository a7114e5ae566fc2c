import { Link } from "react-router";

/** The way to the comparisons, for pages that list runs. */
export function ComparisonsLine() {
  return (
    <p className="mb-4 text-muted">
      Full-layer or attention-only?{" "}
      <Link to="/results/comparisons" className="text-primary-600 underline">
        Method comparisons
      </Link>{" "}
      train both on equal terms and say what that shows.
    </p>
  );
}
