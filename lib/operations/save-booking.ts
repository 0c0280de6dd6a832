// A company decides how its orders are booked. What is not in the books yet is planned again.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { BookingChoices, type SaveBooking } from "#lib/documents/booking.ts";
import { saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { lockSettings } from "./lock-settings.ts";

/** Saves the choices. Answers how many orders are planned again. Refused when somebody saved others meanwhile. */
export async function saveBooking(scope: Scope, input: SaveBooking): Promise<{ readonly orders: number }> {
  allow(scope, "settings:write");
  const { companyFileId, choices } = input;
  return await inTransaction(scope, async (tx) => {
    const settings = await lockSettings(tx, scope, input);
    const changed = changedChoices(BookingChoices.parse(settings), choices);
    if (Object.keys(changed).length === 0) return { orders: 0 };
    await saveSettings(tx, scope, companyFileId, { ...settings, ...choices }, "settings.booking");
    const event = { action: "settings.booking", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: changed });
    return { orders: await markToPlan(tx, scope, companyFileId, scope.now(), "all") };
  });
}

/** What the trail says: each choice that is another one now, as "before → after". */
function changedChoices(before: BookingChoices, after: BookingChoices): Record<string, string> {
  const names = Object.keys(after) as (keyof BookingChoices)[];
  const said = (value: BookingChoices[keyof BookingChoices]) =>
    typeof value === "object" ? JSON.stringify(value) : String(value);
  return Object.fromEntries(
    names
      .filter((name) => said(before[name]) !== said(after[name]))
      .map((name) => [name, `${said(before[name])} → ${said(after[name])}`]),
  );
}
