// How old is what a person looks at? Says it, and says so when it could not be brought up to date.
"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";

import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";

type FreshnessProps = {
  /** When the browser got the answer, in ms; 0 means never. */
  readonly updatedAt: number;
  /** What the server's clock said then, ISO: drawn before the browser's own clock is known. */
  readonly checkedAt: string;
};

/** "Updated 5 s ago". Counts by itself; not announced. */
export function Freshness({ updatedAt, checkedAt }: FreshnessProps) {
  const now = useSeconds();
  const clock = `${checkedAt.slice(11, 16)} UTC`;
  if (now === null || updatedAt === 0) return <span className="text-xs text-faint">Checked {clock}</span>;
  return (
    <span className="text-xs whitespace-nowrap text-faint" title={`Checked ${clock}`}>
      Updated {ageText(Math.max(0, now - updatedAt))}
    </span>
  );
}

function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 5) return "just now";
  return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

/** The browser's clock, once a second; null on the server and at the first paint. */
function useSeconds(): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

type NotFreshProps = {
  readonly error: Error;
  readonly checkedAt: string;
  readonly onRetry: () => void;
  isTrying: boolean;
};

/** Above a list that could not be brought up to date: the old rows stay below it. */
export function NotFresh({ error, checkedAt, onRetry, isTrying }: NotFreshProps) {
  return (
    <Banner
      tone="warn"
      title="This list could not be brought up to date."
      actions={
        <Button size="sm" icon={<RotateCw />} pending={isTrying} onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {error.message} What you see is from {checkedAt.slice(11, 16)} UTC.
    </Banner>
  );
}

/** In place of a list that never came. */
export function NotLoaded({ error, onRetry, isTrying }: Omit<NotFreshProps, "checkedAt">) {
  return (
    <div role="alert" className="grid justify-items-start gap-3 px-edge py-6">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        <span>
          <strong>This could not be loaded.</strong> <span className="text-soft">{error.message}</span>
        </span>
      </p>
      <Button size="sm" icon={<RotateCw />} pending={isTrying} onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
