import { type EnhancedName, enhancedFields } from "@/api/enhancedFields";
import { defaultEnhanced, type EnhancedValues, type ValueName } from "@/store/enhancedDraft";
import { selectEnhancedProblems } from "@/store/enhancedProblems";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { type EnhancedEdit, fieldEdited } from "@/store/slices/enhancedSlice";

/** The id of a field's control; where a press on Start leads when the field is wrong. */
export const enhancedId = (name: EnhancedName) => `enhanced-${name}`;

/** One field of the draft, ready for a form control. Only its own changes draw it again. */
export function useEnhancedField<Name extends ValueName>(name: Name) {
  const dispatch = useAppDispatch();
  const { label, help, why } = enhancedFields[name];
  return {
    id: enhancedId(name),
    name,
    label,
    help,
    why,
    value: useAppSelector((state) => state.enhanced.draft[name]) as EnhancedValues[Name],
    onChange: (value: EnhancedValues[Name]) =>
      void dispatch(fieldEdited({ field: name, value } as EnhancedEdit)),
    error: useAppSelector((state) => selectEnhancedProblems(state)[name]),
    defaultValue: defaultEnhanced[name] as EnhancedValues[Name],
  };
}
