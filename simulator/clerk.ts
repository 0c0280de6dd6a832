// What can a bookkeeper do by hand inside QuickBooks, past the API's limits?
import { BOOKKEEPER } from "./audit.ts";
import { creditBody, depositBody, depositEntity, editedLines, find, paymentBody, type Who } from "./clerk-money.ts";
import { action, type Action } from "./clerk-schema.ts";
import type { Company } from "./company.ts";
import { KINDS, type EntityName } from "./entities.ts";
import { notFound } from "./faults.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { mergeRecords } from "./merge.ts";
import { execute, type Operation } from "./operations.ts";
import { present } from "./present.ts";
import { patched, readPatch } from "./settings.ts";
import { addTaxCode } from "./templates.ts";

function incomeAccount(company: Company, name: string | undefined): Row {
  const table = company.table("Account");
  const row =
    (name === undefined ? undefined : table.find("Name", name)[0]) ??
    table.find("Name", "Freight Income")[0] ??
    [...table.rows.values()].find((account) => account.AccountType === "Income");
  if (row === undefined) throw notFound();
  return { value: asText(row.Id) ?? "" };
}

type Creation = Extract<Action, { do: `create${string}` }>;

/** A person at work in one company at one moment. */
class Desk {
  company: Company;
  nowMs: number;

  constructor(company: Company, nowMs: number) {
    this.company = company;
    this.nowMs = nowMs;
  }

  write(kind: EntityName, operation: Operation, body: Row, sendTo?: string): Row {
    const more = sendTo === undefined ? {} : { sendTo };
    return execute(this.company, this.nowMs, { entity: kind, operation, body, include: [], ...more });
  }

  change(kind: EntityName, who: Who & { syncToken?: string | undefined }, body: Row): Row {
    const row = find(this.company, kind, who);
    const token = who.syncToken ?? row.SyncToken;
    return this.write(kind, "update", { Id: row.Id, SyncToken: token, sparse: true, ...body });
  }

  remove(kind: EntityName, who: Who, operation: "void" | "delete"): Row {
    const row = find(this.company, kind, who);
    return this.write(kind, operation, { Id: row.Id, SyncToken: row.SyncToken });
  }

  editLines(wanted: Extract<Action, { do: "edit-lines" }>): Row {
    const row = find(this.company, wanted.entity, wanted);
    const lines = wanted.lines.length + wanted.add.length;
    const Line = lines === 0 ? {} : { Line: editedLines(row, wanted.lines, wanted.add) };
    return this.change(wanted.entity, wanted, { ...(wanted.body as Row), ...Line });
  }

  applyCredit(wanted: Extract<Action, { do: "apply-credit" }>): Row {
    const credit = find(this.company, "CreditMemo", wanted.credit);
    const invoice = find(this.company, "Invoice", wanted.invoice);
    return this.write("Payment", "create", creditBody(credit, invoice, wanted.amount));
  }

  merge(wanted: Extract<Action, { do: "merge" }>): Row {
    const list = wanted.entity;
    const loser = find(this.company, list, wanted);
    const winner = find(this.company, list, { id: wanted.into, name: wanted.intoName });
    const kept = mergeRecords(this.company, this.nowMs, list, loser, winner, wanted.touch);
    return { [list]: present(this.company, list, kept) };
  }

  preferences(patch: unknown): Row {
    const { company } = this;
    const before = company.settings.preferences;
    company.changeSettings(patched(company.settings, readPatch({ preferences: patch })));
    company.audit.notePreferences(this.nowMs, before, company.settings.preferences, company.journal);
    company.onPreferences?.(this.nowMs);
    return { preferences: company.settings.preferences };
  }
}

function create(desk: Desk, wanted: Creation): Row {
  const { company, nowMs } = desk;
  switch (wanted.do) {
    case "create":
      return desk.write(wanted.entity, "create", wanted.body as Row);
    case "create-item": {
      const body = { Name: wanted.name, Type: "Service", IncomeAccountRef: incomeAccount(company, wanted.account) };
      return desk.write("Item", "create", { ...body, ...(wanted.body as Row) });
    }
    case "create-customer":
      return desk.write("Customer", "create", { DisplayName: wanted.name, ...(wanted.body as Row) });
    case "create-vendor":
      return desk.write("Vendor", "create", { DisplayName: wanted.name, ...(wanted.body as Row) });
    case "create-class":
      return desk.write("Class", "create", { Name: wanted.name });
    case "create-payment-method":
      return desk.write("PaymentMethod", "create", { Name: wanted.name });
    case "create-term":
      return desk.write("Term", "create", { Name: wanted.name, DueDays: wanted.dueDays });
    case "create-tax-code":
      return { TaxCode: addTaxCode(company, nowMs, wanted.name, [{ name: wanted.name, percent: wanted.percent }]) };
  }
}

function alter(desk: Desk, wanted: Exclude<Action, Creation>): Row {
  switch (wanted.do) {
    case "update":
      return desk.change(wanted.entity, wanted, wanted.body as Row);
    case "write":
      return desk.write(wanted.entity, wanted.operation, wanted.body as Row);
    case "activate":
      return desk.change(wanted.entity, wanted, { Active: true });
    case "deactivate":
      return desk.change(wanted.entity, wanted, { Active: false });
    case "rename":
      return desk.change(wanted.entity, wanted, { [KINDS[wanted.entity].name ?? "Name"]: wanted.to });
    case "item-type":
      return desk.change("Item", wanted, {
        Type: wanted.to,
        IncomeAccountRef: incomeAccount(desk.company, undefined),
      });
    case "renumber":
      return desk.change(wanted.entity, wanted, { DocNumber: wanted.to });
    case "edit-lines":
      return desk.editLines(wanted);
    case "pay":
      return desk.write("Payment", "create", paymentBody(desk.company, find(desk.company, "Invoice", wanted), wanted));
    case "apply-credit":
      return desk.applyCredit(wanted);
    case "deposit":
      return desk.write(depositEntity(), "create", depositBody(desk.company, wanted));
    case "merge":
      return desk.merge(wanted);
    case "send":
      return desk.write(wanted.entity, "send", { Id: find(desk.company, wanted.entity, wanted).Id }, wanted.to);
    case "void":
    case "delete":
      return desk.remove(wanted.entity, wanted, wanted.do);
    case "close-books":
      return desk.preferences({ bookCloseDate: wanted.date });
    case "set-preference":
      return desk.preferences(wanted.preferences);
  }
}

function isCreation(wanted: Action): wanted is Creation {
  return wanted.do.startsWith("create");
}

/** Does one thing as a human; answers with the record. Throws Fault, ZodError. */
export function clerkAction(company: Company, nowMs: number, input: unknown): Row {
  const generic = asRow(input as Json)?.operation !== undefined && asRow(input as Json)?.do === undefined;
  const wanted = action.parse(generic ? { ...(input as Row), do: "write" } : input);
  const desk = new Desk(company, nowMs);
  return company.audit.as(BOOKKEEPER, () => (isCreation(wanted) ? create(desk, wanted) : alter(desk, wanted)));
}
