import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { nameOf } from "./columns";
import { NotesFields, type NotesFieldsProps } from "./NotesFields";

/** Tags and note of a row, over the table: rows may move beneath it, and what is typed stays. */
export function NotesDialog({ onClose, ...props }: NotesFieldsProps & { onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={nameOf(props.row)}
      description="Tags and note are kept in the run's folder."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <NotesFields {...props} />
    </Dialog>
  );
}
