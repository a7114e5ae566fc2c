import { isApiProblem, problemInWords } from "@/api/problem";
import { showToast } from "@/lib/toasts";

/** Tells why the server refused; what it says of a field comes before the general sentence. */
export function showProblem(error: unknown): void {
  if (!isApiProblem(error)) return;
  const detail = error.errors.length > 0 ? problemInWords(error) : error.detail;
  showToast({ tone: "danger", title: error.title, ...(detail && { detail }) });
}
