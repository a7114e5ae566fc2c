import { configFields, type FieldName } from "@/api/configFields";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { type DraftEdit, draftEdited } from "@/store/slices/trainingSlice";
import { type DraftValues, defaultDraft } from "@/store/trainingDraft";
import { selectProblems } from "@/store/trainingProblems";

/** The id of a field's control; where a press on Start leads when the field is wrong. */
export const fieldId = (name: FieldName) => `field-${name}`;

/** One field of the draft, ready for a form control. Only its own changes draw it again. */
export function useDraftField<Name extends FieldName>(name: Name) {
  const dispatch = useAppDispatch();
  const { label, help, why } = configFields[name];
  return {
    id: fieldId(name),
    name,
    label,
    help,
    why,
    value: useAppSelector((state) => state.training.draft[name]) as DraftValues[Name],
    onChange: (value: DraftValues[Name]) =>
      void dispatch(draftEdited({ field: name, value } as DraftEdit)),
    error: useAppSelector((state) => selectProblems(state)[name]),
    defaultValue: defaultDraft[name] as DraftValues[Name],
  };
}
