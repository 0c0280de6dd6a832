// What does each field say of this order? Empty is null, so that a template can ask whether there is one.
import { Drop } from "liquidjs";

import { toDecimal, total, type Money, type MoneyJson, fromJson } from "#lib/money.ts";
import { orderMoney, orderTotal, type Charge, type ChargeSet, type Customer, type Order } from "#lib/orders/order.ts";
import { documentKindNames, type SaleDocument } from "../document.ts";
import { named } from "./engine.ts";

type Text = string | null;
type Values = Readonly<Record<string, Text>>;

/** The names under which freight systems tell what a field of a load says; signs and case do not count. */
const loadNames = {
  container: ["container", "containernumber", "containerno"],
  bol: ["bol", "bolnumber", "billoflading", "mbl", "masterbol"],
  po: ["po", "ponumber", "pono", "purchaseorder", "purchaseordernumber"],
  booking: ["booking", "bookingnumber", "bookingno"],
  seal: ["seal", "sealnumber", "sealno"],
  branch: ["branch", "terminal", "office"],
} as const;

/** What the fields of one order say, each when a template asks for it; `sets`: its charge sets on this document. */
export class OrderValues extends Drop {
  readonly #order: Order;
  readonly #sets: readonly ChargeSet[];
  #setValues: readonly ChargeSetValues[] | undefined;
  #plainNames: ReadonlyMap<string, string> | undefined;

  constructor(order: Order, sets: readonly ChargeSet[]) {
    super();
    this.#order = order;
    this.#sets = sets;
  }

  get number(): Text {
    return this.#order.number;
  }
  get date(): Text {
    return this.#order.orderDate;
  }
  get due_date(): Text {
    return orNull(this.#order.dueDate);
  }
  get customer(): Text {
    return this.#order.customer.name;
  }
  get customer_company(): Text {
    return orNull(this.#order.customer.company);
  }
  get customer_id(): Text {
    return orNull(this.#order.customer.externalId);
  }
  get job(): Text {
    return orNull(this.#order.job?.name);
  }
  get job_id(): Text {
    return orNull(this.#order.job?.externalId);
  }
  get terms(): Text {
    return orNull(this.#order.terms);
  }
  get class(): Text {
    return orNull(this.#order.class);
  }
  get status(): Text {
    return this.#order.status;
  }
  get notes(): Text {
    return orNull(this.#order.notes);
  }
  get currency(): Text {
    return this.#order.currency;
  }
  get id(): Text {
    return this.#order.externalId;
  }
  get total(): Text {
    return amountText(orderTotal(this.#order));
  }
  get tax(): Text {
    const taxes = this.#order.taxes.map(({ amount }) => orderMoney(this.#order, amount));
    return taxes.includes(null) ? null : unlessZero(total(taxes as Money[], this.#order.currency));
  }
  get shipping(): Text {
    return unlessZero(orderMoney(this.#order, this.#order.shipping ?? "0"));
  }
  get discount(): Text {
    return unlessZero(orderMoney(this.#order, this.#order.discount ?? "0"));
  }
  get container(): Text {
    return this.#load("container");
  }
  get bol(): Text {
    return this.#load("bol");
  }
  get po(): Text {
    return this.#load("po");
  }
  get booking(): Text {
    return this.#load("booking");
  }
  get seal(): Text {
    return this.#load("seal");
  }
  get branch(): Text {
    return this.#load("branch");
  }
  get reference(): object {
    return named(this.#order.references);
  }
  get custom(): object {
    return named(this.#order.customFields);
  }
  get all_references(): Text {
    const all = referencesOf(this.#order);
    return orNull(all.map(({ name, value }) => `${name} ${value}`).join(", "));
  }
  get references(): readonly Values[] {
    return referencesOf(this.#order).filter(({ value }) => value !== "");
  }
  get stops(): readonly Values[] {
    return stopValues(this.#order);
  }
  get charge_sets(): readonly ChargeSetValues[] {
    let line = 0;
    this.#setValues ??= this.#sets.map((set, at) => {
      const values = new ChargeSetValues(this.#order, set, at + 1, line);
      line += set.charges.length;
      return values;
    });
    return this.#setValues;
  }
  get charges(): readonly ChargeValues[] {
    return this.charge_sets.flatMap(({ charges }) => charges);
  }

  #load(field: keyof typeof loadNames): Text {
    this.#plainNames ??= byPlainName(this.#order);
    for (const name of loadNames[field]) {
      const value = this.#plainNames.get(name);
      if (value) return value;
    }
    return null;
  }
}

/** What the fields of one charge set say. */
export class ChargeSetValues extends Drop {
  readonly charges: readonly ChargeValues[];
  readonly position: string;
  readonly #order: Order;
  readonly #set: ChargeSet;

  /** `line`: how many charges come before its first one. */
  constructor(order: Order, set: ChargeSet, place: number, line: number) {
    super();
    this.#order = order;
    this.#set = set;
    this.position = String(place);
    this.charges = set.charges.map((charge, at) => new ChargeValues(order, charge, line + at + 1));
  }

  get number(): Text {
    return orNull(this.#set.number);
  }
  get bill_to(): Text {
    return (this.#set.billTo ?? this.#order.customer).name;
  }
  get amount(): Text {
    const amounts = this.#set.charges.map(({ amount }) => orderMoney(this.#order, amount));
    return amounts.includes(null) ? null : toDecimal(total(amounts as Money[], this.#order.currency));
  }
}

/** What the fields of one charge say. */
export class ChargeValues extends Drop {
  readonly line: string;
  readonly #order: Order;
  readonly #charge: Charge;

  constructor(order: Order, charge: Charge, line: number) {
    super();
    this.#order = order;
    this.#charge = charge;
    this.line = String(line);
  }

  get description(): Text {
    return orNull(this.#charge.description ?? this.#charge.code);
  }
  get code(): string {
    return this.#charge.code;
  }
  get quantity(): Text {
    return this.#charge.quantity;
  }
  get unit_price(): Text {
    return orNull(this.#charge.unitPrice);
  }
  get amount(): Text {
    return amountText(orderMoney(this.#order, this.#charge.amount));
  }
  get service_date(): Text {
    return orNull(this.#charge.serviceDate);
  }
  get class(): Text {
    return orNull(this.#charge.class);
  }
}

/** What the fields of a document say. */
export function documentValues(sale: SaleDocument): Values {
  return {
    kind: documentKindNames[sale.kind],
    number: orNull(sale.number),
    date: sale.date,
    due_date: orNull(sale.dueDate),
    terms: orNull(sale.terms),
    total: decimal(sale.total),
    tax: sale.tax === undefined ? null : decimal(sale.tax.amount),
  };
}

/** What the fields of who pays say. */
export function payerValues({ name, company, email, externalId }: Customer): Values {
  return { name, company: orNull(company), email: orNull(email), id: orNull(externalId) };
}

/** What the fields of a credit say. */
export function creditValues(sale: SaleDocument, reason: string | undefined): Values {
  return { number: orNull(sale.number), amount: decimal(sale.total), date: sale.date, reason: orNull(reason) };
}

function stopValues(order: Order): readonly Values[] {
  return (order.stops ?? []).map((stop, at) => ({
    position: String(at + 1),
    kind: stop.kind,
    name: orNull(stop.name),
    city: orNull(stop.city),
    region: orNull(stop.region),
    date: orNull(stop.date),
    reference: orNull(stop.reference),
  }));
}

function referencesOf({ references }: Order): { readonly name: string; readonly value: string }[] {
  return Object.entries(references).map(([name, value]) => ({ name, value }));
}

/** References and custom fields by their names without signs and case; references win. */
function byPlainName({ references, customFields }: Order): ReadonlyMap<string, string> {
  const all = [...Object.entries(customFields), ...Object.entries(references)];
  return new Map(all.map(([name, value]) => [name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""), value]));
}

function decimal(amount: MoneyJson): string {
  return toDecimal(fromJson(amount));
}

function amountText(amount: Money | null): Text {
  return amount === null ? null : toDecimal(amount);
}

function unlessZero(amount: Money | null): Text {
  return amount === null || amount.minor === 0n ? null : toDecimal(amount);
}

function orNull(text: string | undefined): Text {
  return text === undefined || text === "" ? null : text;
}
