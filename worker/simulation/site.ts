// Where a schedule takes place.

/** A tenant with one company file that is connected to books of its own. */
export type Site = {
  readonly tenantId: string;
  readonly companyFileId: string;
  readonly realmId: string;
  readonly sourceId: string;
};
