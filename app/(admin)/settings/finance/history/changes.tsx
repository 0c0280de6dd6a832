// What one version of the settings has that another has not: each difference on a line, the first few at once.
import type { SettingDifference } from "#lib/documents/settings-compare.ts";

const SHOWN = 4;

type ChangesProps = { readonly changes: readonly SettingDifference[]; readonly all?: boolean };

export function Changes({ changes, all = false }: ChangesProps) {
  if (changes.length === 0) return <span className="text-faint">Nothing</span>;
  const first = all ? changes : changes.slice(0, SHOWN);
  const rest = changes.slice(first.length);
  return (
    <div className="min-w-0">
      <Lines changes={first} />
      {rest.length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer py-1 text-soft hover:text-ink">
            {rest.length === 1 ? "One more" : `${rest.length} more`}
          </summary>
          <Lines changes={rest} />
        </details>
      ) : null}
    </div>
  );
}

function Lines({ changes }: { readonly changes: readonly SettingDifference[] }) {
  return (
    <ul className="grid gap-0.5">
      {changes.map(({ name, entry, before, after }) => (
        <li key={`${name}/${entry ?? ""}`} className="wrap-anywhere">
          <span className="text-soft">
            {name}
            {entry === null ? null : <span className="text-ink"> {entry}</span>}:{" "}
          </span>
          <span className="text-faint line-through decoration-1">{before ?? "not set"}</span>
          <span className="sr-only"> becomes </span>
          <span aria-hidden> → </span>
          {after ?? "not set"}
        </li>
      ))}
    </ul>
  );
}
