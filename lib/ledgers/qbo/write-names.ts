// How do customers and items look in QuickBooks Online's words?
import type { Books } from "#lib/ledgers/ledger.ts";
import type { CustomerDocument, ItemDocument, PostalAddress } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { currencyField } from "./currency.ts";
import { qboLimits } from "./limits.ts";
import { linkOf, refField } from "./refs.ts";
import { actsAsCreate } from "./stage.ts";
import { cutText } from "#lib/documents/descriptions/cut-text.ts";
import type { JsonObject } from "./wire.ts";

/** The body of a customer; on an update the name stays as the books have it. */
export function customerBody(document: CustomerDocument, push: Push, books: Books): JsonObject {
  const { currency, company, email, phone, billingAddress, shippingAddress, parent } = document;
  return {
    // A customer's currency can never be changed.
    ...(actsAsCreate(push) ? { DisplayName: document.name.trim(), ...currencyField(currency, books) } : {}),
    ...(company === undefined ? {} : { CompanyName: cutText(company, qboLimits.nameLength) }),
    ...(email === undefined ? {} : { PrimaryEmailAddr: { Address: email } }),
    ...(phone === undefined ? {} : { PrimaryPhone: { FreeFormNumber: cutText(phone, qboLimits.phoneLength) } }),
    ...(billingAddress === undefined ? {} : { BillAddr: addressBody(billingAddress) }),
    ...(shippingAddress === undefined ? {} : { ShipAddr: addressBody(shippingAddress) }),
    ...(parent === undefined ? {} : { Job: true, ParentRef: linkOf(push, parent), BillWithParent: true }),
  };
}

/** The body of a service item: nothing is counted in stock. */
export function itemBody(document: ItemDocument, push: Push, books: Books): JsonObject {
  const { description } = document;
  return {
    ...(actsAsCreate(push) ? { Name: document.name.trim(), Type: "Service" } : {}),
    ...(description === undefined ? {} : { Description: cutText(description, qboLimits.descriptionLength) }),
    ...refField("IncomeAccountRef", "account", document.incomeAccount, books),
  };
}

function addressBody(address: PostalAddress): JsonObject {
  const parts: readonly (readonly [string, string | undefined, number])[] = [
    ["Line1", address.line1, qboLimits.addressLineLength],
    ["Line2", address.line2, qboLimits.addressLineLength],
    ["City", address.city, qboLimits.cityLength],
    ["CountrySubDivisionCode", address.region, qboLimits.cityLength],
    ["PostalCode", address.postalCode, qboLimits.postalCodeLength],
    ["Country", address.country, qboLimits.cityLength],
  ];
  return Object.fromEntries(
    parts.flatMap(([field, text, max]) => (text ? [[field, cutText(text, max)] as const] : [])),
  );
}
