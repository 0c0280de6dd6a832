// How is a key drawn?
export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-sunken px-1 text-xs text-soft">
      {children}
    </kbd>
  );
}
