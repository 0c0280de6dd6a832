// Does each key do one thing, for those who may, and can single letters be switched off?
import { describe, expect, test } from "vitest";

import { commandOf, keyMap, laneIndexOf, type KeyCommand, type KeyPress } from "./keys.ts";
import { viewLanes } from "./view.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const everything = { hasLetters: true, mayAct: true };

describe("the keys of the list", () => {
  test("PPR-32 each key has one meaning", () => {
    const pressed = keyMap.flatMap(({ keys, withControl }) => keys.map((key) => `${withControl ? "Ctrl " : ""}${key}`));
    expect(pressed.length).toBe(new Set(pressed).size);
    const commands = keyMap.map(({ command }) => command);
    expect(commands.length).toBe(new Set(commands).size);
  });

  test.each<[KeyPress, KeyCommand | null]>([
    [press("j"), "next"],
    [press("ArrowUp"), "before"],
    [press("x"), "select"],
    [press("X"), "select-range"],
    [press("a"), "assign"],
    [press("a", { ctrlKey: true }), "select-all"],
    [press("a", { metaKey: true }), "select-all"],
    [press("r"), "resync"],
    [press("r", { ctrlKey: true }), null],
    [press("e", { altKey: true }), null],
    [press("z"), "undo"],
    [press("3"), "lane-3"],
    [press("6"), null],
    [press("?"), "help"],
    [press("Escape"), "back"],
  ])("%o is %s", (pressed, command) => {
    expect(commandOf(pressed, everything)).toBe(command);
  });

  test("who may only look moves, opens and searches, and acts by no key", () => {
    const rights = { hasLetters: true, mayAct: false };
    const left = keyMap.filter((each) => commandOf(press(each.keys[0]!), rights) !== null);
    expect(left.some((each) => each.isActing)).toBe(false);
    expect(commandOf(press("a", { ctrlKey: true }), rights)).toBeNull();
    expect(commandOf(press("j"), rights)).toBe("next");
  });

  test("letters switched off: arrows, Enter, Escape and Ctrl+A still work", () => {
    const rights = { hasLetters: false, mayAct: true };
    for (const key of ["j", "k", "x", "X", "r", "e", "1", "/", "?"]) expect(commandOf(press(key), rights)).toBeNull();
    expect(commandOf(press("ArrowDown"), rights)).toBe("next");
    expect(commandOf(press("Enter"), rights)).toBe("open");
    expect(commandOf(press("Escape"), rights)).toBe("back");
    expect(commandOf(press("a", { ctrlKey: true }), rights)).toBe("select-all");
  });

  test("there is a number for every lane", () => {
    const numbers = keyMap.map(({ command }) => laneIndexOf(command)).filter((index) => index !== null);
    expect(numbers).toEqual(viewLanes.map((_lane, index) => index));
  });
});
