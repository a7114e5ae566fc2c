import { describe, expect, test, vi } from "vitest";
import {
  chordOf,
  createSequenceReader,
  currentShortcuts,
  isTyping,
  registerShortcuts,
  sequenceMs,
} from "@/lib/shortcuts";

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const shortcut = (keys: string) => ({ keys, label: keys, run: vi.fn() });

test.each([
  [press("g"), "g"],
  [press("?"), "?"],
  [press("Enter", { ctrlKey: true }), "mod+enter"],
  [press("Enter", { metaKey: true }), "mod+enter"],
  [press("Shift"), null],
  [press("s", { altKey: true }), null],
])("%o is the chord %s", (key, chord) => {
  expect(chordOf(key)).toBe(chord);
});

describe("sequences", () => {
  const live = [shortcut("g s"), shortcut("g t"), shortcut("?"), shortcut("mod+enter")];

  test("two keys in a row complete a sequence", () => {
    const read = createSequenceReader();
    expect(read(press("g"), live)).toBeUndefined();
    expect(read(press("t"), live)?.keys).toBe("g t");
  });

  test("a modifier between them does not matter", () => {
    const read = createSequenceReader();
    read(press("g"), live);
    read(press("Shift"), live);
    expect(read(press("s"), live)?.keys).toBe("g s");
  });

  test("a pause forgets the first key", () => {
    let time = 0;
    const read = createSequenceReader(() => time);
    read(press("g"), live);
    time = sequenceMs + 1;
    expect(read(press("s"), live)).toBeUndefined();
  });

  test("a single key works after a foreign first key", () => {
    const read = createSequenceReader();
    read(press("g"), live);
    expect(read(press("?"), live)?.keys).toBe("?");
  });

  test("the first key may be pressed twice", () => {
    const read = createSequenceReader();
    read(press("g"), live);
    read(press("g"), live);
    expect(read(press("s"), live)?.keys).toBe("g s");
  });
});

test("registered shortcuts are listed until they are taken back; the later one wins", () => {
  const first = shortcut("mod+enter");
  const second = shortcut("mod+enter");
  const takeFirst = registerShortcuts([first]);
  const takeSecond = registerShortcuts([second]);
  expect(currentShortcuts()).toEqual([second]);
  takeSecond();
  expect(currentShortcuts()).toEqual([first]);
  takeFirst();
  expect(currentShortcuts()).toEqual([]);
});

test.each([
  ["<input>", true],
  ["<textarea></textarea>", true],
  ["<select></select>", true],
  ['<input type="checkbox">', false],
  ["<button></button>", false],
])("typing in %s: %s", (html, typing) => {
  document.body.innerHTML = html;
  expect(isTyping(document.body.firstElementChild)).toBe(typing);
});
