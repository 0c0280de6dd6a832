// Where do the finance settings begin? With what an order becomes.
import { redirect } from "next/navigation";

type FinancePageProps = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FinancePage({ searchParams }: FinancePageProps) {
  const { company } = await searchParams;
  const query = typeof company === "string" ? `?company=${encodeURIComponent(company)}` : "";
  redirect(`/settings/finance/booking${query}`);
}
