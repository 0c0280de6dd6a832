// Which settings point at something that QuickBooks no longer has? Said before an order runs into it.
import { Section } from "#components/ui/page.tsx";
import { problemCatalogue } from "#lib/problem.ts";
import type { GoneMappingShown } from "#lib/today/today.ts";

export function GoneMappings({ mappings }: { readonly mappings: readonly GoneMappingShown[] }) {
  if (mappings.length === 0) return null;
  return (
    <Section title="Mappings that point at nothing" isFlush>
      <ul className="border-t border-line">
        {mappings.map(({ companyFileId, company, setting, detail }) => (
          <li key={`${companyFileId}/${setting}/${detail}`} className="border-b border-line px-edge py-2">
            <span className="font-medium">{setting}</span> <span className="text-soft">in {company}:</span> {detail}.
          </li>
        ))}
      </ul>
      <p className="px-edge py-2 text-soft">
        {problemCatalogue["mapping-gone"].fix} Documents that need one of these wait on Problem Sync.
      </p>
    </Section>
  );
}
