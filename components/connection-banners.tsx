// What must everybody know of the connections to QuickBooks, on whatever page they are?
import Link from "next/link";

import { longDateText } from "#lib/dates.ts";
import { waitingSentence, type ConnectionNews } from "#lib/ledgers/notice.ts";

import { Banner } from "./ui/banner.tsx";
import { buttonClass } from "./ui/button-class.ts";

/** With more, the page of companies tells the rest. */
const SHOWN_MAX = 3;

type ConnectionBannersProps = { readonly news: readonly ConnectionNews[]; readonly mayConnect: boolean };

/** A strip for each connection that is lost or will be, with the way out for those who may take it. */
export function ConnectionBanners({ news, mayConnect }: ConnectionBannersProps) {
  const more = news.length - SHOWN_MAX;
  if (news.length === 0) return null;
  return (
    <section aria-label="Connections to QuickBooks">
      {news.slice(0, SHOWN_MAX).map((each) => (
        <ConnectionBanner key={each.companyFileId} news={each} mayConnect={mayConnect} />
      ))}
      {more > 0 ? (
        <Banner
          tone="warn"
          title={`${more} more ${more === 1 ? "company has" : "companies have"} news of its connection.`}
          actions={
            <Link prefetch={false} href="/settings/companies" className={buttonClass("plain", "sm")}>
              See companies
            </Link>
          }
        />
      ) : null}
    </section>
  );
}

function ConnectionBanner({ news, mayConnect }: { readonly news: ConnectionNews; readonly mayConnect: boolean }) {
  const ask = mayConnect ? "" : " Ask an owner or an accountant to connect it again.";
  const actions = mayConnect ? <ReconnectLink news={news} /> : undefined;
  switch (news.is) {
    case "lost":
      return (
        <Banner tone="bad" title={`QuickBooks has ended the connection to ${news.name}.`} actions={actions}>
          {waitingSentence(news.waiting) + ask}
        </Banner>
      );
    case "locked":
      return (
        <Banner tone="bad" title={`The connection to ${news.name} cannot be used.`} actions={actions}>
          {`${waitingSentence(news.waiting)} Whoever looks after this installation must put the missing key back.`}
        </Banner>
      );
    case "ends":
      return (
        <Banner
          tone="warn"
          title={`The connection to ${news.name} ends on ${longDateText(news.endsAt)}.`}
          actions={actions}
        >
          {`Until then everything goes on.${ask}`}
        </Banner>
      );
    default:
      return news satisfies never;
  }
}

/** An anchor, not a client-side link: the browser itself leaves for QuickBooks. */
function ReconnectLink({ news }: { readonly news: ConnectionNews }) {
  return (
    <a
      href={`/api/qbo/authorize?companyFileId=${news.companyFileId}`}
      className={buttonClass("plain", "sm")}
      aria-label={`Reconnect ${news.name}`}
    >
      Reconnect
    </a>
  );
}
