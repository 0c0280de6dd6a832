// How is a panel saved? The button at its foot, and beside it what it will do or why it did not.
import { Button } from "#components/ui/button.tsx";

type SaveBarProps = {
  readonly isPending: boolean;
  readonly isChanged: boolean;
  /** Why nothing was saved. */
  readonly trouble: string | undefined;
};

export function SaveBar({ isPending, isChanged, trouble }: SaveBarProps) {
  return (
    <div className="bulk-bar sticky bottom-(--sticky-bottom) z-10 flex flex-wrap items-center gap-3 border-t border-line bg-surface px-edge py-3">
      <Button type="submit" variant="primary" pending={isPending} disabled={!isChanged}>
        Save
      </Button>
      <p className="min-w-0 text-soft" role="status">
        {trouble ? <span className="text-bad">{trouble}</span> : words(isChanged)}
      </p>
    </div>
  );
}

function words(isChanged: boolean): string {
  return isChanged ? "Save says first how many orders it touches." : "Nothing was changed.";
}
