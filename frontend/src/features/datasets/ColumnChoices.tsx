import { type RoleName, shapes, shapeWords } from "@/api/dataFields";
import type { ColumnMapping, DataColumns } from "@/api/gen/types.gen";
import { Select } from "@/components/ui/Select";
import { withShape } from "./mapping";

export interface ColumnChoicesProps {
  table: DataColumns;
  mapping: ColumnMapping;
  onChange: (mapping: ColumnMapping) => void;
}

/** The shape of the rows, and a column for each part of it. */
export function ColumnChoices({ table, mapping, onChange }: ColumnChoicesProps) {
  const choices = table.columns.map(({ name, type }) => ({
    value: name,
    label: `${name} (${type})`,
  }));
  const choose = (role: RoleName, column: string) =>
    onChange({ ...mapping, [role]: column || null });
  return (
    <div className="grid gap-x-5 sm:grid-cols-2 md:grid-cols-4">
      <Select
        label="Shape"
        help="How a row is built."
        value={mapping.shape}
        onChange={(shape) => onChange(withShape(shape, mapping, table))}
        options={shapes.map((value) => ({ value, label: shapeWords[value].title }))}
      />
      {shapeWords[mapping.shape].roles.map(({ name, label, needed }) => (
        <Select
          key={name}
          label={label}
          help={needed ? "Needed." : "May stay open."}
          value={mapping[name] ?? ""}
          onChange={(column) => choose(name, column)}
          options={[{ value: "", label: needed ? "Choose a column" : "None" }, ...choices]}
        />
      ))}
    </div>
  );
}
