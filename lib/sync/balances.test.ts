// Is a balance called by the right word?
import { expect, test } from "vitest";

import { balanceWord, type BalanceWord } from "./balances.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });

test.each<[string, string | null, boolean, BalanceWord]>([
  ["nothing paid", "11731", false, "open"],
  ["a part is paid", "6731", false, "partly-paid"],
  ["all is paid", "0", false, "paid"],
  ["more than all is paid", "-500", false, "overpaid"],
  ["deleted over there, whatever it said before", "0", true, "missing"],
  ["never looked at", null, false, "not-checked"],
])("VSS-18 %s", (_name, open, isMissing, word) => {
  const balance = open === null ? null : usd(open);
  expect(balanceWord({ balance, total: usd("11731"), isMissing })).toBe(word);
});
