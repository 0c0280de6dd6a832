// Which company file is a page about? The one its address names, else the one the person looks at, else the first.

/** What is not among the tenant's own is passed over: an old link still shows a page. Undefined: there is none. */
export function companyShown<File extends { readonly companyFileId: string }>(
  companyFiles: readonly File[],
  ...wanted: readonly (string | null | undefined)[]
): File | undefined {
  const own = wanted.map((id) => companyFiles.find((file) => file.companyFileId === id));
  return own.find((file) => file !== undefined) ?? companyFiles[0];
}
