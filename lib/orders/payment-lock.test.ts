// May a payment still be changed, and what is an amount that a person types?
import { describe, expect, test } from "vitest";

import { correctionOf, lockOf, mayCorrect, mayTakeBack, type PaymentStanding } from "./payment-lock.ts";
import { beyondOpen, typedAmount, TypedPayment } from "./payment-typed.ts";

const free: PaymentStanding = {
  origin: "typed",
  isInBooks: false,
  isOnItsWay: false,
  isTakenBack: false,
  isLeftOut: false,
};

describe("PSC-29 the lock", () => {
  test.each<[string, Partial<PaymentStanding>, ReturnType<typeof lockOf>]>([
    ["typed and not sent", {}, null],
    ["told by its source", { origin: "source" }, "source"],
    ["on its way", { isOnItsWay: true }, "going"],
    ["exported", { isInBooks: true }, "exported"],
    ["told by its source and exported", { origin: "source", isInBooks: true }, "exported"],
    ["exported, a change on its way", { isInBooks: true, isOnItsWay: true }, "exported"],
    ["PSC-09 imported", { origin: "imported" }, "imported"],
    ["taken back", { isInBooks: true, isTakenBack: true }, "taken-back"],
    ["left out of an export", { origin: "source", isLeftOut: true }, "left-out"],
    ["exported, and left out since", { isInBooks: true, isLeftOut: true }, "left-out"],
    ["imported and taken back", { origin: "imported", isInBooks: true, isTakenBack: true }, "taken-back"],
  ])("%s", (_name, more, expected) => {
    expect(lockOf({ ...free, ...more })).toBe(expected);
  });

  test("PSC-31 only what is in the books can be taken back, and corrected by a line", () => {
    const locks = [null, "source", "going", "exported", "imported", "taken-back", "left-out"] as const;
    expect(locks.filter(mayTakeBack)).toEqual(["exported", "imported"]);
    expect(locks.filter(mayCorrect)).toEqual(["exported", "imported"]);
  });

  test("PSC-30 a correction is a line of the opposite sign, and says what it corrects", () => {
    const payment = { amount: { minor: 15_000n, currency: "USD" }, date: "2026-11-02", method: "Check" };
    expect(correctionOf({ ...payment, reference: "1001" })).toEqual({
      amount: "-150.00",
      method: "Check",
      note: "Corrects payment 1001 of 2026-11-02",
    });
    const back = { minor: -500n, currency: "USD" };
    expect(correctionOf({ ...payment, amount: back, reference: null, method: null })).toEqual({
      amount: "5.00",
      method: "",
      note: "Corrects the payment of 2026-11-02",
    });
  });
});

test.each([
  ["as much as is open", 5_000n, 5_000n, null],
  ["more", 6_200n, 5_000n, 1_200n],
  ["more, where more was paid already", 1_000n, -500n, 1_000n],
  ["a correction", -1_000n, -500n, null],
])("VSS-18 what is more than is open: %s", (_name, minor, open, expected) => {
  const usd = (amount: bigint) => ({ minor: amount, currency: "USD" });
  expect(beyondOpen(usd(minor), usd(open))?.minor ?? null).toBe(expected);
});

describe("PSC-32 an amount or a percentage", () => {
  const total = { minor: 33_333n, currency: "USD" };
  test.each([
    ["150", 15_000n],
    ["150.5", 15_050n],
    ["1,250.00", 125_000n],
    ["$20", 2_000n],
    ["-$20", -2_000n],
    ["50%", 16_667n],
    ["33.3333 %", 11_111n],
    ["100%", 33_333n],
    ["-10%", -3_333n],
    ["1.005", null],
    ["half", null],
    ["%", null],
    ["", null],
  ])("%s", (text, minor) => {
    expect(typedAmount(text, total)?.minor ?? null).toBe(minor);
  });

  test("three thirds are the whole, less what a cent cannot share", () => {
    const third = typedAmount("33.3333%", { minor: 10_000n, currency: "USD" });
    expect(third?.minor).toBe(3_333n);
    expect(typedAmount("50%", { minor: 101n, currency: "JPY" })?.minor).toBe(51n);
  });

  test.each([
    [{ date: "2026-02-30", amount: "1" }, "date"],
    [{ date: "", amount: "1" }, "date"],
    [{ date: "2026-11-02", amount: "1e3" }, "amount"],
    [{ date: "2026-11-02", amount: "" }, "amount"],
  ])("%j is refused at %s", (input, path) => {
    expect(TypedPayment.safeParse(input).error?.issues[0]?.path).toEqual([path]);
  });

  test("what was left empty is not kept", () => {
    const typed = TypedPayment.parse({ date: "2026-11-02", amount: "5", method: " ", reference: "", note: " hm " });
    expect(typed).toEqual({ date: "2026-11-02", amount: "5", method: undefined, reference: undefined, note: "hm" });
  });
});
