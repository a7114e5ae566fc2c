import type { FieldName } from "@/api/configFields";
import { fieldId } from "@/store/useDraftField";

/** Leads to a field: opens the section that hides it, scrolls it into view, puts the cursor in. */
export function focusField(name: FieldName): void {
  const control = document.getElementById(fieldId(name));
  const section = control?.closest("details");
  if (section) section.open = true;
  control?.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
}
