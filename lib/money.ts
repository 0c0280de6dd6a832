// How many cents? The one file that adds, splits, reads and writes amounts of money.

/** An amount: whole minor units (cents for USD, yen for JPY) and an ISO 4217 code. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** Money as it travels in JSON, because JSON has no bigint. `minor` is a decimal integer as text. */
export type MoneyJson = { readonly minor: string; readonly currency: string };

/** ISO 4217 currencies whose minor unit is not a hundredth. Everything else has two decimals. */
const DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Number of decimals of a currency's minor unit (ISO 4217). */
export function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/** Builds an amount. `minor` must be whole; a number is accepted only if it is a safe integer. */
export function money(minor: bigint | number, currency: string): Money {
  if (typeof minor === "number" && !Number.isSafeInteger(minor)) {
    throw new RangeError(`Money must be whole minor units, got ${minor}`);
  }
  return { minor: BigInt(minor), currency };
}

/** Nothing, in a currency. */
export function zero(currency: string): Money {
  return { minor: 0n, currency };
}

/** Adds amounts of one currency. Mixing currencies is a bug and throws. */
export function add(...amounts: readonly [Money, ...Money[]]): Money {
  const { currency } = amounts[0];
  let minor = 0n;
  for (const amount of amounts) {
    requireSameCurrency(amounts[0], amount);
    minor += amount.minor;
  }
  return { minor, currency };
}

/** Sum of minor units of a list that may be empty. */
export function total(amounts: readonly Money[], currency: string): Money {
  return amounts.length === 0 ? zero(currency) : add(...(amounts as readonly [Money, ...Money[]]));
}

/** `left - right`, one currency. */
export function subtract(left: Money, right: Money): Money {
  requireSameCurrency(left, right);
  return { minor: left.minor - right.minor, currency: left.currency };
}

/** The same amount with the opposite sign. */
export function negate(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency };
}

/**
 * Splits an amount by weights so that the parts add up exactly; the remainder goes cent by cent to the largest
 * fractional shares, earlier ones first. Weights must be non-negative with a positive sum.
 */
export function allocate(amount: Money, weights: readonly bigint[]): Money[] {
  const sum = weights.reduce((left, right) => left + right, 0n);
  if (sum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError("Weights must be non-negative and not all zero");
  }
  const sign = amount.minor < 0n ? -1n : 1n;
  const whole = amount.minor * sign;
  const shares = weights.map((weight) => (whole * weight) / sum);
  const fractions = weights.map((weight) => (whole * weight) % sum);
  let left = whole - shares.reduce((a, b) => a + b, 0n);
  const order = fractions.map((_, index) => index).sort((a, b) => compareBig(fractions[b]!, fractions[a]!) || a - b);
  for (const index of order) {
    if (left === 0n) break;
    shares[index] = shares[index]! + 1n;
    left -= 1n;
  }
  return shares.map((share) => ({ minor: share * sign, currency: amount.currency }));
}

const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

/**
 * Reads a plain decimal such as "1234.50" or "-0.07". Returns null when the text is not a number or has more decimals
 * than the currency holds (trailing zeros are fine): nothing is rounded silently.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const decimals = decimalsOf(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return null;
  const minor = BigInt(match[2] + fraction.padEnd(decimals, "0"));
  return { minor: match[1] === "-" ? -minor : minor, currency };
}

/** Writes a plain decimal: "1234.50", "-0.07". The inverse of parseMoney. */
export function toDecimal({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? digits : `${whole}.${digits.slice(digits.length - decimals)}`;
  return minor < 0n ? `-${text}` : text;
}

/** Writes money for people: "$1,234.50". Locale fixed so that server and browser agree. */
export function formatMoney(amount: Money): string {
  const text = toDecimal(amount);
  const decimals = decimalsOf(amount.currency);
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: amount.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(text as unknown as number);
}

/**
 * quantity × unit price, both plain decimals as text, rounded half away from zero to the currency's minor unit:
 * the rule QuickBooks Online applies to a line amount. Null when either is not a decimal.
 */
export function multiply(quantity: string, unitPrice: string, currency: string): Money | null {
  const left = scaled(quantity);
  const right = scaled(unitPrice);
  if (!left || !right) return null;
  const product = left.value * right.value * 10n ** BigInt(decimalsOf(currency));
  const divisor = 10n ** BigInt(left.scale + right.scale);
  const half = divisor / 2n;
  const rounded = product < 0n ? -((-product + half) / divisor) : (product + half) / divisor;
  return { minor: rounded, currency };
}

/** What amounts come to, one sum a currency in the order of their codes; nothing of what comes to nothing. */
export function sumByCurrency(amounts: readonly MoneyJson[]): MoneyJson[] {
  const sums = new Map<string, bigint>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor));
  return [...sums]
    .filter(([, minor]) => minor !== 0n)
    .map(([currency, minor]) => ({ minor: minor.toString(), currency }))
    .toSorted((left, right) => (left.currency < right.currency ? -1 : 1));
}

/** Money into its JSON form. */
export function toJson({ minor, currency }: Money): MoneyJson {
  return { minor: minor.toString(), currency };
}

/** Money out of its JSON form. */
export function fromJson({ minor, currency }: MoneyJson): Money {
  return { minor: BigInt(minor), currency };
}

function scaled(text: string): { value: bigint; scale: number } | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const fraction = match[3] ?? "";
  const value = BigInt(match[2] + fraction);
  return { value: match[1] === "-" ? -value : value, scale: fraction.length };
}

function compareBig(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function requireSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new RangeError(`Cannot mix ${left.currency} and ${right.currency}`);
}
