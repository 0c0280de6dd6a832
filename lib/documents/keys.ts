// How are the documents of customers and items named?

/** Name of a customer's document: QuickBooks compares names without regard to case. */
export function customerKey(name: string): string {
  return `customer/${name.trim().toLowerCase()}`;
}

/** Name of an item's document. */
export function itemKey(name: string): string {
  return `item/${name.trim().toLowerCase()}`;
}

/** Is it an invoice that may bear charge sets of several orders? */
export function isCombinedKey(key: string): boolean {
  return key.startsWith("combined/");
}

/** How the names of an order's documents begin that use credit memos up. */
export function creditUseKeys(orderId: string): string {
  return `order/${orderId}/apply/`;
}
