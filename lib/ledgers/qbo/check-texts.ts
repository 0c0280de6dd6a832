// Which texts and amounts can QuickBooks not hold?
import { fromJson, toDecimal, type MoneyJson } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import type { SaleDocument } from "#lib/documents/document.ts";
import { exactNumber } from "./amounts.ts";
import { qboLimits } from "./limits.ts";

export function checkNumber(document: Pick<SaleDocument, "number">): Problem[] {
  const { length } = document.number;
  if (length <= qboLimits.numberLength) return [];
  const detail = `${document.number} has ${length} characters; QuickBooks holds ${qboLimits.numberLength}.`;
  return [{ code: "number-too-long", about: document.number, detail }];
}

export function checkName(name: string): Problem[] {
  const about = name.trim();
  if (/[:\t\n\r]/.test(about)) {
    return [{ code: "name-not-allowed", about, detail: `${about} holds a colon, a tab or a line break.` }];
  }
  if (about.length <= qboLimits.nameLength) return [];
  const detail = `The name has ${about.length} characters; QuickBooks holds ${qboLimits.nameLength}.`;
  return [{ code: "text-too-long", about: `Name ${about.slice(0, 40)}…`, detail }];
}

/** Only what cannot be an address; QuickBooks judges the rest. */
export function checkEmail(email: string | undefined): Problem[] {
  if (email === undefined || /^[^@]+@.*\../.test(email)) return [];
  return [{ code: "email-invalid", about: email, detail: `${email} is not an e-mail address.` }];
}

/** An amount whose digits a JSON number does not keep is never sent: it would arrive as another one. */
export function checkExact(amount: MoneyJson): Problem[] {
  return checkExactText(toDecimal(fromJson(amount)));
}

export function checkExactText(text: string): Problem[] {
  if (exactNumber(text) !== null) return [];
  return [
    { code: "amount-not-exact", about: "QuickBooks", detail: `${text} has more digits than QuickBooks keeps exactly.` },
  ];
}
