// Before anything is sent: which customers and jobs of these plans do the books have, which wait, which are made?
import type { Transaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import type { CustomerDocument, DocumentKey, LedgerDocument } from "#lib/documents/document.ts";
import { emailsOf, ontoOneCustomer, withNames } from "#lib/documents/plan-parties.ts";
import type { Plan } from "#lib/documents/planned.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { findBookCustomers } from "#lib/ledgers/customers/store.ts";
import type { Problem } from "#lib/problem.ts";
import { whyHeld } from "#lib/sync/held.ts";
import { linkCustomers, type NewLink } from "#lib/sync/links/store.ts";
import { indexCustomers, matchOf, normalName, type MatchOutcome, type Sought } from "#lib/sync/matching.ts";
import { readPlannedBefore, supersede, type PlannedBefore } from "#lib/sync/plan/store.ts";

/** What becomes of customers that were not linked: by their documents' keys. */
export type Parties = {
  /** Matched by the company's rule: the ledger id. */
  readonly matched: ReadonlyMap<DocumentKey, string>;
  /** Waiting for a person, and why. */
  readonly held: ReadonlyMap<DocumentKey, Problem>;
};

type Pair = { readonly plan: Plan; readonly ruled: { readonly order: { readonly currency: string } } };
export type Party = { readonly document: CustomerDocument; readonly currency: string };
type Decided = Parties & {
  /** Not in the books, and to go on the one customer for all. */
  readonly missing: ReadonlySet<DocumentKey>;
  /** To be made under another name than the order's. */
  readonly names: ReadonlyMap<DocumentKey, string>;
};
type Placed<P> = { readonly pairs: readonly P[]; readonly parties: Parties };

/**
 * Decides about every customer and job of these plans that is not linked, by the company's rule, and puts what the
 * books do not have onto the one customer for all, where that is the rule. Part of planning: the lane is locked.
 */
export async function placeCustomers<P extends Pair>(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  pairs: readonly P[],
  settings: CompanySettings,
): Promise<Placed<P>> {
  allow(scope, "sync:run");
  const all = partiesOf(pairs);
  const known = await readPlannedBefore(tx, scope, companyFileId, [...all.keys()]);
  const first = await decide(tx, scope, companyFileId, all, known, settings);
  const named =
    first.names.size === 0 ? pairs : pairs.map((pair) => ({ ...pair, plan: withNames(pair.plan, first.names) }));
  if (first.missing.size === 0) return { pairs: named, parties: first };
  const placed = named.map((pair) => ({ ...pair, plan: ontoOneCustomer(pair.plan, first.missing, settings) }));
  const left = [...first.missing].flatMap((key) => (known.get(key)?.isHeldForLink ? [known.get(key)!.documentId] : []));
  await supersede(tx, scope, companyFileId, left, scope.now());
  // The one for all is a customer like any other: the books have it, or it is made.
  const now = partiesOf(placed);
  const knownNow = await readPlannedBefore(tx, scope, companyFileId, [...now.keys()]);
  const created = { ...settings, whenCustomerMissing: "create" } as const;
  return { pairs: placed, parties: await decide(tx, scope, companyFileId, now, knownNow, created) };
}

/**
 * Which of these customers and jobs the books have by now, and which wait for a person, and why: asked before a person
 * exports what is not sent by itself. Somebody may have been made over there since they were planned.
 */
export async function partiesToSend(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  customers: readonly Party[],
  settings: CompanySettings,
): Promise<Parties> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "orders:read");
  const pairs = customers.map(({ document, currency }) => ({
    plan: { documents: [document] },
    ruled: { order: { currency } },
  }));
  const all = partiesOf(pairs);
  const keys = [...all.values()].flatMap(({ document }) => [document.key, ...document.after]);
  const known = await readPlannedBefore(tx, scope, companyFileId, keys);
  return await decide(tx, scope, companyFileId, all, known, settings);
}

/** Ties what was matched to its records; `ids` are the documents' by key. */
export async function linkMatched(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { matched }: Parties,
  ids: ReadonlyMap<DocumentKey, string>,
): Promise<void> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "orders:export");
  const links = [...matched].flatMap(([key, ledgerId]): NewLink[] => {
    const documentId = ids.get(key);
    return documentId ? [{ documentId, ledgerId }] : [];
  });
  await linkCustomers(tx, scope, companyFileId, links, "match");
}

/** Customers before their jobs: whom a job is looked for below must be known first. */
function partiesOf(pairs: readonly Pair[]): Map<DocumentKey, Party> {
  const found = pairs.flatMap(({ plan, ruled }) =>
    plan.documents.filter(isCustomer).map((document) => ({ document, currency: ruled.order.currency })),
  );
  const parties = new Map<DocumentKey, Party>();
  for (const isJob of [false, true]) {
    for (const party of found) {
      if ((party.document.parent !== undefined) === isJob && !parties.has(party.document.key)) {
        parties.set(party.document.key, party);
      }
    }
  }
  return parties;
}

function isCustomer(document: LedgerDocument): document is CustomerDocument {
  return document.kind === "customer";
}

async function decide(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  all: ReadonlyMap<DocumentKey, Party>,
  known: ReadonlyMap<DocumentKey, PlannedBefore>,
  settings: CompanySettings,
): Promise<Decided> {
  const open = [...all.values()].filter(({ document: { key } }) => mayBeDecided(known.get(key)));
  const matched = new Map<DocumentKey, string>();
  const held = new Map<DocumentKey, Problem>();
  const missing = new Set<DocumentKey>();
  const names = new Map<DocumentKey, string>();
  if (open.length === 0) return { matched, held, missing, names };
  const book = await findBookCustomers(tx, scope, companyFileId, traitsOf(open));
  const index = indexCustomers(book);
  for (const party of open) {
    const { document } = party;
    const before = known.get(document.key);
    const parentId = document.parent ? (known.get(document.parent)?.ledgerId ?? matched.get(document.parent)) : null;
    const outcome = outcomeOf(party, parentId ?? null, (sought) => matchOf(sought, index, settings.customerMatch));
    if (before?.linkDecision === "create") {
      if (hasNamesake(document, outcome)) names.set(document.key, `${document.name} (${emailsOf(document.email)[0]})`);
      continue;
    }
    if (outcome.is === "one" && before?.linkDecision !== "ask") {
      matched.set(document.key, outcome.customer.ledgerId);
      continue;
    }
    const problem = whyHeld(document, outcome, settings, before?.linkDecision === "ask");
    if (problem) held.set(document.key, problem);
    else if (settings.whenCustomerMissing === "one" && !isTheOne(document, settings) && !isUnderWay(before)) {
      missing.add(document.key);
    }
  }
  return { matched, held, missing, names };
}

/** Somebody known by e-mail bears the name of somebody else, which QuickBooks allows once. */
function hasNamesake({ key, name, email }: CustomerDocument, outcome: MatchOutcome): boolean {
  if (outcome.is !== "near" || emailsOf(email).length === 0 || !key.includes("@")) return false;
  return outcome.customers.some((customer) => customer.name.trim().toLowerCase() === name.trim().toLowerCase());
}

/** Linked already, or on its way to QuickBooks: then there is nothing to decide. */
function mayBeDecided(before: PlannedBefore | undefined): boolean {
  return !before || (!before.isLinked && !before.hasLeft && !before.isLeftOut);
}

/** It is being made already, from before the rule was another. */
function isUnderWay(before: PlannedBefore | undefined): boolean {
  return before !== undefined && !before.isDropped && !before.isHeldForLink;
}

function isTheOne({ name }: CustomerDocument, { oneCustomer }: CompanySettings): boolean {
  return name.trim().toLowerCase() === oneCustomer.trim().toLowerCase();
}

function outcomeOf(
  { document, currency }: Party,
  parentId: string | null,
  match: (sought: Sought) => MatchOutcome,
): MatchOutcome {
  // Nobody has a job whose customer is not there.
  if (document.parent && parentId === null) return { is: "none" };
  return match({ ...soughtOf(document), currency, ...(document.parent ? { job: { parentId } } : {}) });
}

/** What a customer of ours is known by. */
export function soughtOf({ name, company, email, phone, billingAddress }: CustomerDocument): Sought {
  return { name, company, email, phone, city: billingAddress?.city };
}

function traitsOf(parties: readonly Party[]) {
  const names = parties.flatMap(({ document }) => [document.name, document.company ?? ""]).filter(Boolean);
  return {
    names: [...new Set(names.map((name) => name.trim().toLowerCase()))],
    normalNames: [...new Set(names.map(normalName))].filter(Boolean),
    emails: [...new Set(parties.flatMap(({ document }) => emailsOf(document.email)))],
  };
}
