// What do webhook endpoints hear, when are they tried again, and which addresses may they have?
import { z } from "zod";

import { fromJson, toDecimal, type MoneyJson } from "#lib/money.ts";
import { problemTitle, type ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import type { DeliveryState, DeliveryType } from "./delivery-state.ts";
import { causePath } from "./links.ts";

export const ENDPOINTS_MAX = 5;
export const DELIVERIES_SHOWN = 20;
export const DELIVERY_CALL_MS = 5_000;
/** A worker that took a delivery and did not settle it in this time has died. */
export const DELIVERY_LEASE_MS = 60_000;
/** Deliveries that ended are kept for so long. */
export const DELIVERIES_KEPT_MS = 30 * 86_400_000;
/** Waits between tries: with all of them in vain it has been given up within a day. */
export const deliveryWaits = [0.5, 2, 10, 30, 60, 180, 360, 720].map((minutes) => minutes * 60_000);

export const ReadNotifications = z.object({});
export type ReadNotifications = z.output<typeof ReadNotifications>;

export const AddEndpoint = z.object({ url: z.string().trim().min(1, "Write an address.").max(2_000) });
export type AddEndpoint = z.output<typeof AddEndpoint>;

export const SwitchEndpoint = z.object({ endpointId: z.uuid(), isOn: z.boolean() });
export type SwitchEndpoint = z.output<typeof SwitchEndpoint>;

export const RemoveEndpoint = z.object({ endpointId: z.uuid() });
export type RemoveEndpoint = z.output<typeof RemoveEndpoint>;

export const TestEndpoint = z.object({ endpointId: z.uuid() });
export type TestEndpoint = z.output<typeof TestEndpoint>;

/** An endpoint as its page shows it; moments as ISO text. */
export type EndpointShown = {
  readonly endpointId: string;
  readonly url: string;
  readonly isOn: boolean;
  readonly madeBy: string;
  readonly createdAt: string;
};

export type DeliveryShown = {
  readonly deliveryId: string;
  readonly url: string;
  readonly type: DeliveryType;
  readonly title: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly status: number | null;
  readonly said: string | null;
  readonly createdAt: string;
  readonly triedAt: string | null;
  readonly nextAt: string | null;
};

/** Why an endpoint cannot have this address; null when it can. Where its name leads is looked at with each delivery. */
export function whyNotUrl(text: string, mayBePrivate: boolean): string | null {
  if (!URL.canParse(text)) return "Write a whole address, such as https://hooks.example.com/tieout.";
  const { protocol, username, password } = new URL(text);
  if (username || password) return "Leave name and password out of the address: deliveries are signed instead.";
  if (protocol === "https:" || (mayBePrivate && protocol === "http:")) return null;
  return "The address must begin with https://.";
}

/** What happened to a delivery. */
export type Delivered =
  | { readonly is: "answered"; readonly status: number }
  /** Not sent, and never will be: the address leads where deliveries may not go. */
  | { readonly is: "forbidden"; readonly why: string }
  /** Not reached, or no answer in time. */
  | { readonly is: "lost"; readonly why: string };

/** Did the receiver take it? */
export function isTaken(delivered: Delivered): boolean {
  return delivered.is === "answered" && delivered.status >= 200 && delivered.status < 300;
}

/** Why a delivery was not taken, as a sentence; null when it was. */
export function troubleOf(delivered: Delivered): string | null {
  if (isTaken(delivered)) return null;
  return delivered.is === "answered" ? `The receiver answered ${delivered.status}.` : delivered.why;
}

export type Named = { readonly id: string; readonly name: string };

export type OpenedCause = {
  readonly tenant: Named;
  readonly companyFile: Named;
  readonly code: ProblemCode;
  readonly about: string;
  /** Where most of its rows stand; null when nothing of it waits any more. */
  readonly tab: ProblemTab | null;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  readonly openedAt: Date;
};

/** The exact words of a message: built once, sent and signed as they are. */
export function causeBody(id: string, cause: OpenedCause, pageUrl: (path: string) => string): string {
  const { tenant, companyFile, tab, code, about, rows, money, openedAt } = cause;
  const type: DeliveryType = "cause.opened";
  return JSON.stringify({
    id,
    type,
    tenant,
    companyFile,
    code,
    about,
    title: problemTitle(code, about),
    count: rows,
    money: money.map((each) => ({ amount: toDecimal(fromJson(each)), currency: each.currency })),
    url: pageUrl(causePath({ companyFileId: companyFile.id, tab, code, about })),
    at: openedAt.toISOString(),
  });
}

export const TEST_TITLE = "Test";

/** A message that says only that it arrived. */
export function testBody(id: string, tenant: Named, at: Date, pageUrl: (path: string) => string): string {
  const type: DeliveryType = "test";
  const url = pageUrl("/settings/notifications");
  return JSON.stringify({ id, type, tenant, title: "This is a test.", url, at: at.toISOString() });
}
