// Which fault does QuickBooks answer with, in which of its two envelopes?
import { envelopeTime } from "./clock.ts";
import { asText, type Json, type Row } from "./json.ts";

/** A refusal with the code, message and detail QuickBooks uses. */
export class Fault extends Error {
  code: string;
  detail: string;
  element: string | undefined;
  status: number;
  type: string;

  constructor(code: string, message: string, detail: string, element?: string, status = 400, type = "ValidationFault") {
    super(message);
    this.code = code;
    this.detail = detail;
    this.element = element;
    this.status = status;
    this.type = type;
  }
}

/** The Fault member: `{"Error":[…],"type":"ValidationFault"}`. */
export function faultMember(fault: Fault): Row {
  const error: Row = { Message: fault.message, Detail: fault.detail, code: fault.code };
  if (fault.element !== undefined) error.element = fault.element;
  return { Error: [error], type: fault.type };
}

/** The usual envelope of a refused request. */
export function faultEnvelope(fault: Fault, nowMs: number): Row {
  // Recorded: the refusal of an id that is no number comes without a time.
  return fault.code === "2030"
    ? { Fault: faultMember(fault) }
    : { Fault: faultMember(fault), time: envelopeTime(nowMs) };
}

/** The gateway's lower-case envelope (401, 403, 429); its time is epoch milliseconds. */
export function gatewayEnvelope(
  code: string,
  message: string,
  detail: string | null,
  type: string,
  nowMs: number,
): Row {
  return {
    warnings: null,
    intuitObject: null,
    fault: { error: [{ message, detail, code, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: nowMs,
    status: null,
    cdcresponse: [],
  };
}

export const INACTIVE =
  "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.";

export const unsupported = (what: string) =>
  new Fault("500", "Unsupported Operation", `Operation ${what} is not supported.`);
export const duplicateRequest = () =>
  new Fault("600", "Duplicate request id", "A request with this id is being executed.");
export const permissionDenied = () =>
  new Fault("5020", "Permission denied", "Permission Denied Error : You do not have permission to do this.");
export const deletedByOther = () =>
  new Fault("610", "Object Not Found", "Object Not Found : Another user has deleted this transaction.");
export const notFound = () => new Fault("610", "Object Not Found", `Object Not Found : ${INACTIVE}`);
export const batchTooLarge = (limit: number) =>
  new Fault("1040", "Batch size exceeded", `The maximum number of items in a batch is ${limit}.`);
export const unknownProperty = (field: string, entity: string, known: number) =>
  new Fault(
    "2010",
    "Request has invalid or unsupported property",
    `Property Name:Unrecognized field "${field}" (class com.intuit.schema.finance.v3.${entity}), not marked as ignorable (${known} known properties) specified is unsupported or invalid`,
  );
export const malformed = (what: string) =>
  new Fault(
    "2010",
    "Request has invalid or unsupported property",
    `Property Name:${what} specified is unsupported or invalid`,
  );
export const required = (field: string) =>
  new Fault(
    "2020",
    "Required param missing, need to supply the required value for the API",
    `Required parameter ${field} is missing in the request`,
    field,
  );
export const invalidId = (value: string) =>
  new Fault("2030", "Invalid ID", `Id should be a valid number. Supplied value:${value}`, "Id");
export const badLength = (field: string, max: number, length: number, min = 0) =>
  new Fault(
    "2050",
    "String length is either shorter or longer than supported by specification",
    `String length specified does not match the supported length. Min:${min} Max:${max} supported. Supplied length:${length}`,
    field,
  );
export const badName = (field: string) =>
  new Fault("2040", "Invalid String", `Invalid String. ${field} may not hold a colon, a tab or a new line.`, field);
export const badDate = (field: string, value: string) =>
  new Fault("2060", "Invalid Date format", `Invalid Date format. Supplied value:${value}`, field);
export const badNumber = (field: string, value: string) =>
  new Fault("2080", "Invalid Number", `Invalid Number. Supplied value:${value}`, field);
export const badEnum = (field: string, value: string) =>
  new Fault("2170", "Invalid Enumeration", `Invalid Enumeration : ${value}`, field);
export const badEmail = (value: string) =>
  new Fault(
    "2210",
    "Invalid Email Address format",
    `Email Address does not conform to the RFC 822 standards. Supplied value:${value}`,
    "EmailAddr",
  );
export const negativeAmount = (field: string) =>
  new Fault("2290", "Negative amount", `Negative amount is not supported for ${field}`, field);
export const badReference = (what: string, id: string) =>
  new Fault("2500", "Invalid Reference Id", `Invalid Reference Id : ${what} element id ${id} not found`);
export const inactiveReference = () => new Fault("2500", "Invalid Reference Id", `Invalid Reference Id : ${INACTIVE}`);
export const categoryReference = () =>
  new Fault(
    "2500",
    "Invalid Reference Id",
    "Invalid Reference Id : An item in this transaction is set up as a category instead of a product or service.",
  );
export const stale = (user: string) =>
  new Fault(
    "5010",
    "Stale Object Error",
    `Stale Object Error : You and ${user} were working on this at the same time. ${user} finished before you did, so your work was not saved.`,
  );
export const business = (reason: string) =>
  new Fault(
    "6000",
    "A business validation error has occurred while processing your request",
    `Business Validation Error: ${reason}`,
  );
export const lineAmount = (supplied: Json | undefined) =>
  new Fault(
    "6070",
    "Amount is not equal to UnitPrice * Qty",
    `Amount is not equal to UnitPrice * Qty. Supplied value:${asText(supplied) ?? ""}`,
    "Amount",
  );
export const noNamePart = () =>
  new Fault(
    "6080",
    "At least one name element is required",
    "One of Title, GivenName, MiddleName, FamilyName, Suffix or DisplayName has to be supplied.",
  );
export const lineTaxCode = (value: string) =>
  new Fault("6100", "Invalid line tax code", `Invalid tax code on a line. Supplied value:${value}`, "TaxCodeRef");
export const duplicateNumber = (clash: string) =>
  new Fault(
    "6140",
    "Duplicate Document Number Error",
    `Duplicate Document Number Error : You must specify a different number. This number has already been used.${clash}`,
    "",
  );
export const parentRequired = () =>
  new Fault("6150", "ParentRef required", "ParentRef has to be supplied.", "ParentRef");
export const tooDeep = () => new Fault("6180", "Too many sub-levels", "You can have at most 5 levels.");
export const lapsed = () =>
  new Fault(
    "6190",
    "Invalid Company Status",
    "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online Plus because your trial or subscription period ended.",
  );
export const closedPeriod = () =>
  new Fault(
    "6210",
    "Account Period Closed, Cannot Update Through Services API",
    "The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.",
  );
export const hasBalance = () =>
  new Fault("6220", "Cannot be deleted or made inactive", "This name has a balance and cannot be made inactive.");
export const nameTaken = (people: boolean) =>
  new Fault(
    "6240",
    "Duplicate Name Exists Error",
    people
      ? "The name supplied already exists. : Another customer, vendor or employee is already using this name. Please use a different name."
      : "The name supplied already exists. : null",
  );
export const parserError = (detail: string) => new Fault("4000", "Error parsing query", `QueryParserError: ${detail}`);
export const queryError = (detail: string) => new Fault("4001", "Invalid query", `QueryValidationError: ${detail}`);
export const systemFailure = () =>
  new Fault(
    "10000",
    "An application error has occurred while processing your request",
    "System Failure Error: An unexpected error occurred.",
    "",
    500,
    "SystemFault",
  );
