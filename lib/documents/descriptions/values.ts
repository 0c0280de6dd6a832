// What does each field say of this order? Empty is null, so that a template can ask whether there is one.
import { toDecimal, total, type Money, type MoneyJson, fromJson } from "#lib/money.ts";
import { orderMoney, orderTotal, type Charge, type ChargeSet, type Customer, type Order } from "#lib/orders/order.ts";
import { documentKindNames, type SaleDocument } from "../document.ts";
import { named } from "./engine.ts";

type Text = string | null;
type Values = Readonly<Record<string, Text>>;
export type ChargeValues = Values;
export type ChargeSetValues = { readonly charges: readonly ChargeValues[] };

/** What the fields of one order say. Lists are made when a template asks for them. */
export type OrderValues = {
  readonly charge_sets: readonly ChargeSetValues[];
  readonly charges: readonly ChargeValues[];
};

/** The names under which freight systems tell what a field of a load says; signs and case do not count. */
const loadNames = {
  container: ["container", "containernumber", "containerno"],
  bol: ["bol", "bolnumber", "billoflading", "mbl", "masterbol"],
  po: ["po", "ponumber", "pono", "purchaseorder", "purchaseordernumber"],
  booking: ["booking", "bookingnumber", "bookingno"],
  seal: ["seal", "sealnumber", "sealno"],
  branch: ["branch", "terminal", "office"],
} as const;

/** `sets`: the order's charge sets on this document. */
export function orderValues(order: Order, sets: readonly ChargeSet[]): OrderValues {
  const once = <Value>(make: () => Value): (() => Value) => {
    let made: { readonly value: Value } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  const setValues = once(() => chargeSetValues(order, sets));
  const plain = once(() => byPlainName(order));
  const loadField = (field: keyof typeof loadNames) =>
    orNull(loadNames[field].map((name) => plain().get(name)).find(Boolean));
  return {
    ...toldValues(order),
    get total() {
      return amountText(orderTotal(order));
    },
    get tax() {
      const taxes = order.taxes.map(({ amount }) => orderMoney(order, amount));
      return taxes.includes(null) ? null : unlessZero(total(taxes as Money[], order.currency));
    },
    get shipping() {
      return unlessZero(orderMoney(order, order.shipping ?? "0"));
    },
    get discount() {
      return unlessZero(orderMoney(order, order.discount ?? "0"));
    },
    get container() {
      return loadField("container");
    },
    get bol() {
      return loadField("bol");
    },
    get po() {
      return loadField("po");
    },
    get booking() {
      return loadField("booking");
    },
    get seal() {
      return loadField("seal");
    },
    get branch() {
      return loadField("branch");
    },
    get reference() {
      return named(order.references);
    },
    get custom() {
      return named(order.customFields);
    },
    get all_references() {
      return orNull(
        referencesOf(order)
          .map(({ name, value }) => `${name} ${value}`)
          .join(", "),
      );
    },
    get references() {
      return referencesOf(order).filter(({ value }) => value !== "");
    },
    get stops() {
      return stopValues(order);
    },
    get charge_sets() {
      return setValues();
    },
    get charges() {
      return setValues().flatMap(({ charges }) => charges);
    },
  } as OrderValues;
}

/** What stands in the order as it is. */
function toldValues(order: Order): Values {
  return {
    number: order.number,
    date: order.orderDate,
    due_date: orNull(order.dueDate),
    customer: order.customer.name,
    customer_company: orNull(order.customer.company),
    customer_id: orNull(order.customer.externalId),
    job: orNull(order.job?.name),
    job_id: orNull(order.job?.externalId),
    terms: orNull(order.terms),
    class: orNull(order.class),
    status: order.status,
    notes: orNull(order.notes),
    currency: order.currency,
    id: order.externalId,
  };
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

function chargeSetValues(order: Order, sets: readonly ChargeSet[]): readonly ChargeSetValues[] {
  let line = 0;
  return sets.map((set, at) => ({
    number: orNull(set.number),
    position: String(at + 1),
    bill_to: (set.billTo ?? order.customer).name,
    get amount() {
      const amounts = set.charges.map(({ amount }) => orderMoney(order, amount));
      return amounts.includes(null) ? null : toDecimal(total(amounts as Money[], order.currency));
    },
    charges: set.charges.map((charge) => chargeValues(order, charge, (line += 1))),
  }));
}

function chargeValues(order: Order, charge: Charge, line: number): ChargeValues {
  return {
    description: orNull(charge.description ?? charge.code),
    code: charge.code,
    quantity: charge.quantity,
    unit_price: orNull(charge.unitPrice),
    get amount() {
      return amountText(orderMoney(order, charge.amount));
    },
    service_date: orNull(charge.serviceDate),
    class: orNull(charge.class),
    line: String(line),
  };
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
