/** A field that the backend knows and the page has no control for could not be used from the browser. */
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { configFields, type FieldName, fieldNames } from "@/api/configFields";
import { openSetup } from "../setupPage";
import { serveSetup } from "../setupServer";

serveSetup();

/** Fixed by what this page is: full-layer LoRA. */
const fixed: readonly FieldName[] = ["fine_tune_type"];

test("every field of a configuration has a control on the page", async () => {
  await openSetup();
  const missing = fieldNames.filter(
    (name) =>
      !fixed.includes(name) && screen.queryAllByLabelText(configFields[name].label).length === 0,
  );
  expect(missing).toEqual([]);
});
