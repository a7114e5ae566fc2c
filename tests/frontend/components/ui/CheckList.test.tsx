import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { CheckList } from "@/components/ui/CheckList";

type Fruit = "apple" | "pear" | "plum";

function Fruits({ start = [] }: { start?: Fruit[] }) {
  const [value, setValue] = useState<Fruit[]>(start);
  return (
    <>
      <CheckList<Fruit>
        label="Fruit"
        value={value}
        onChange={setValue}
        defaultValue={["pear"]}
        help="Any of them."
        options={[
          { value: "apple", label: "Apple", note: "Red" },
          { value: "pear", label: "Pear" },
          { value: "plum", label: "Plum", disabledReason: "None left" },
        ]}
      />
      <output>{value.join(" ")}</output>
    </>
  );
}

const chosen = () => screen.getByRole("status").textContent;

test("any number can be ticked, by key too, and keep the order of the options", async () => {
  render(<Fruits />);
  await userEvent.click(screen.getByRole("checkbox", { name: "Pear" }));
  screen.getByRole("checkbox", { name: /^Apple/ }).focus();
  await userEvent.keyboard(" ");
  expect(chosen()).toBe("apple pear");
  await userEvent.click(screen.getByRole("checkbox", { name: "Pear" }));
  expect(chosen()).toBe("apple");
});

test("what cannot be ticked says why", async () => {
  render(<Fruits />);
  const plum = screen.getByRole("checkbox", { name: /None left/ });
  expect(plum).toBeDisabled();
  await userEvent.click(plum);
  expect(chosen()).toBe("");
});

test("the group has its label and help, and a way back to the default", async () => {
  render(<Fruits start={["apple"]} />);
  expect(screen.getByRole("group", { name: "Fruit" })).toHaveAccessibleDescription(/Any of them/);
  await userEvent.click(screen.getByRole("button", { name: "Reset Fruit" }));
  expect(chosen()).toBe("pear");
  expect(screen.queryByRole("button", { name: "Reset Fruit" })).not.toBeInTheDocument();
});
