import type { EnhancedName } from "@/api/enhancedFields";
import { enhancedId } from "@/store/useEnhancedField";

/** Leads to a field: opens the section that hides it, scrolls it into view, puts the cursor in. */
export function focusEnhanced(name: EnhancedName): void {
  const control = document.getElementById(enhancedId(name));
  const section = control?.closest("details");
  if (section) section.open = true;
  control?.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
}
