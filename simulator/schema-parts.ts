// Which parts do the entities share: addresses, references, sales lines, tax detail, and how long may they be?

/** Each kind of number has a fault of its own. */
export type Figure = "number" | "amount" | "price" | "percent" | "quantity";

export type Spec =
  | { kind: "text"; max: number; min: number }
  | { kind: "flag" }
  | { kind: "figure"; figure: Figure }
  | { kind: "day" }
  | { kind: "email" }
  | { kind: "url" }
  | { kind: "currency" }
  | { kind: "choice"; of: readonly string[] }
  | { kind: "any" }
  | { kind: "object"; fields: Record<string, Spec> }
  | { kind: "list"; of: Spec };

export const text = (max = 4000, min = 0): Spec => ({ kind: "text", max, min });
export const object = (fields: Record<string, Spec>): Spec => ({ kind: "object", fields });
export const list = (of: Spec): Spec => ({ kind: "list", of });
export const flag: Spec = { kind: "flag" };
export const choice = (...of: string[]): Spec => ({ kind: "choice", of });
const figure = (of: Figure): Spec => ({ kind: "figure", figure: of });
export const number = figure("number");
export const money = figure("amount");
export const price = figure("price");
export const percent = figure("percent");
const quantity = figure("quantity");
export const day: Spec = { kind: "day" };
export const any: Spec = { kind: "any" };
export const ref = object({ value: text(), name: text(), type: text() });
const email = object({ Address: { kind: "email" } });
const phone = object({ FreeFormNumber: text(30) });
const web = object({ URI: { kind: "url" } });
export const currencyRef = object({ value: { kind: "currency" }, name: text(), type: text() });
const memo = object({ value: text(1000) });
export const address = object({
  Id: text(),
  Line1: text(500),
  Line2: text(500),
  Line3: text(500),
  Line4: text(500),
  Line5: text(500),
  City: text(255),
  Country: text(255),
  CountryCode: text(255),
  CountrySubDivisionCode: text(255),
  PostalCode: text(30),
  Lat: text(),
  Long: text(),
  Note: text(),
  FreeFormAddress: any,
});
export const linked = list(object({ TxnId: text(), TxnType: text(), TxnLineId: text() }));
const customField = list(object({ DefinitionId: text(), Name: text(), Type: text(), StringValue: text() }));

export const COMMON: Record<string, Spec> = {
  Id: text(),
  SyncToken: text(),
  sparse: flag,
  domain: text(),
  status: text(),
  MetaData: any,
  CustomField: customField,
};

const salesDetail = object({
  ItemRef: ref,
  ClassRef: ref,
  UnitPrice: price,
  RatePercent: percent,
  PriceLevelRef: ref,
  MarkupInfo: any,
  Qty: quantity,
  UOMRef: any,
  ItemAccountRef: ref,
  InventorySiteRef: ref,
  TaxCodeRef: ref,
  ServiceDate: day,
  TaxInclusiveAmt: money,
  DiscountRate: percent,
  DiscountAmt: money,
  SalesItemLineDetailEx: any,
  TaxClassificationRef: ref,
});

const taxDetail = object({
  DefaultTaxCodeRef: ref,
  TxnTaxCodeRef: ref,
  TotalTax: money,
  TaxReviewStatus: text(),
  TaxLine: list(
    object({
      Id: text(),
      LineNum: number,
      Amount: money,
      DetailType: text(),
      TaxLineDetail: object({
        TaxRateRef: ref,
        PercentBased: flag,
        TaxPercent: number,
        NetAmountTaxable: number,
        TaxInclusiveAmount: number,
        OverrideDeltaAmount: number,
        ServiceDate: day,
      }),
    }),
  ),
});

const salesLine = object({
  Id: text(),
  LineNum: number,
  Description: text(4000),
  Amount: money,
  DetailType: text(),
  LinkedTxn: linked,
  CustomField: customField,
  CustomExtensions: any,
  SalesItemLineDetail: salesDetail,
  DescriptionLineDetail: object({ ServiceDate: day, TaxCodeRef: ref }),
  DiscountLineDetail: object({
    PercentBased: flag,
    DiscountPercent: percent,
    DiscountAccountRef: ref,
    ClassRef: ref,
    TaxCodeRef: ref,
    Discount: any,
    ServiceDate: day,
  }),
  SubTotalLineDetail: any,
  GroupLineDetail: any,
});

export const TRANSACTION: Record<string, Spec> = {
  ...COMMON,
  TxnDate: day,
  CurrencyRef: currencyRef,
  ExchangeRate: number,
  PrivateNote: text(4000),
  TxnStatus: text(),
  DepartmentRef: ref,
  ClassRef: ref,
  LinkedTxn: linked,
  CustomerRef: ref,
  TransactionLocationType: text(),
  TxnSource: text(),
  RecurDataRef: ref,
  ProjectRef: ref,
  TotalAmt: money,
  HomeTotalAmt: number,
};

export const SALES: Record<string, Spec> = {
  ...TRANSACTION,
  DocNumber: text(21),
  Line: list(salesLine),
  TxnTaxDetail: taxDetail,
  CustomerMemo: memo,
  BillAddr: address,
  ShipAddr: address,
  ShipFromAddr: address,
  FreeFormAddress: flag,
  SalesTermRef: ref,
  DueDate: day,
  ShipMethodRef: object({ value: text(30), name: text() }),
  ShipDate: day,
  TrackingNum: text(),
  GlobalTaxCalculation: choice("TaxExcluded", "TaxInclusive", "NotApplicable"),
  ApplyTaxAfterDiscount: flag,
  PrintStatus: choice("NotSet", "NeedToPrint", "PrintComplete"),
  EmailStatus: choice("NotSet", "NeedToSend", "EmailSent"),
  BillEmail: email,
  BillEmailCc: email,
  BillEmailBcc: email,
  DeliveryInfo: any,
  Balance: number,
  HomeBalance: number,
  TaxExemptionRef: ref,
  AutoDocNumber: flag,
  DepositToAccountRef: ref,
  PaymentMethodRef: ref,
  PaymentRefNum: text(21),
};

export const PEOPLE: Record<string, Spec> = {
  ...COMMON,
  Title: text(16),
  GivenName: text(100),
  MiddleName: text(100),
  FamilyName: text(100),
  Suffix: text(16),
  FullyQualifiedName: text(),
  CompanyName: text(100),
  DisplayName: text(500),
  PrintOnCheckName: text(110),
  Active: flag,
  PrimaryPhone: phone,
  AlternatePhone: phone,
  Mobile: phone,
  Fax: phone,
  PrimaryEmailAddr: email,
  WebAddr: web,
  BillAddr: address,
  Notes: text(2000),
  CurrencyRef: currencyRef,
  Balance: number,
  AcctNum: text(100),
};

export const NAME_LIST: Record<string, Spec> = {
  ...COMMON,
  Name: text(100, 1),
  Active: flag,
  FullyQualifiedName: text(),
  ParentRef: ref,
  Description: text(4000),
};
