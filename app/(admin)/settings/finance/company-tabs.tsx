// Whose finance settings are these? A strip of the tenant's company files, where there are several.
import { LinkTabs } from "#components/ui/tabs.tsx";

type CompanyTabsProps = {
  /** The panel's own address. */
  readonly panel: string;
  readonly companies: readonly { readonly companyFileId: string; readonly name: string }[];
  readonly companyFileId: string;
};

export function CompanyTabs({ panel, companies, companyFileId }: CompanyTabsProps) {
  if (companies.length < 2) return null;
  return (
    <LinkTabs
      label="Company file"
      tabs={companies.map((one) => ({
        href: `${panel}?company=${one.companyFileId}`,
        label: one.name,
        isCurrent: one.companyFileId === companyFileId,
      }))}
    />
  );
}
