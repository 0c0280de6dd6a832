// What stands here while Today is read? The same parts, grey.
import { PageHeader } from "#components/ui/page.tsx";
import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Today" lead="Looking…" />
      <div aria-hidden className="grid border-t border-line sm:grid-cols-3">
        {["w-28", "w-36", "w-32"].map((width) => (
          <div key={width} className="grid gap-2 border-b border-line px-edge py-4">
            <Skeleton className="w-20" />
            <Skeleton className={`h-5 ${width}`} />
            <Skeleton className="w-24" />
          </div>
        ))}
      </div>
      <SkeletonRows />
    </>
  );
}
