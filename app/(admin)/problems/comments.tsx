// What do people say to each other about this record? The oldest first, and room for one more.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { CommentShown } from "#lib/sync/problem-comments.ts";

import { comment, takeComment } from "./actions.ts";

const COMMENT_MAX = 2_000;
/** What others say meanwhile comes by itself. */
const WATCH_MS = 5_000;

type CommentsProps = { readonly rowId: string; readonly now: string; readonly mayAct: boolean };

export function Comments({ rowId, now, mayAct }: CommentsProps) {
  const queries = useQueryClient();
  const key = ["problem-comments", rowId];
  const kept = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => await fetchJson<readonly CommentShown[]>(`/problems/rows/${rowId}/comments`, signal),
    refetchInterval: ({ state }) => (state.error ? false : WATCH_MS),
  });
  const [text, setText] = useState("");
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  async function say(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "" || isPending) return;
    setPending(true);
    const outcome = await comment({ rowId, text });
    setRefusal(outcome.ok ? undefined : outcome.refusal.sentence);
    if (outcome.ok) setText("");
    await queries.invalidateQueries({ queryKey: key });
    setPending(false);
  }
  async function take(commentId: string) {
    const outcome = await takeComment({ commentId });
    setRefusal(outcome.ok ? undefined : outcome.refusal.sentence);
    await queries.invalidateQueries({ queryKey: key });
  }
  if (kept.isPending && !kept.error) return <Skeleton className="w-64" />;
  if (kept.error && !kept.data) {
    return <NotLoaded error={kept.error} isTrying={kept.isFetching} onRetry={() => void kept.refetch()} />;
  }
  return (
    <div className="grid gap-3">
      {kept.data && kept.data.length > 0 ? (
        <ul aria-label="Comments" className="grid gap-2.5">
          {kept.data.map((each) => (
            <li key={each.commentId}>
              <p className="flex items-baseline gap-2 text-xs text-faint">
                <span className="font-medium text-soft">{each.writtenBy}</span>
                <RelativeTime at={each.writtenAt} now={now} />
                {each.isOwn && mayAct ? (
                  <Button size="sm" variant="quiet" className="ml-auto" onClick={() => void take(each.commentId)}>
                    Take away
                  </Button>
                ) : null}
              </p>
              <p className="whitespace-pre-wrap">{each.text}</p>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-soft">Nobody has said anything yet.</p>
      )}
      {mayAct ? (
        <form className="grid gap-2" onSubmit={(event) => void say(event)}>
          <Field label="Comment" isLabelHidden error={refusal}>
            <Textarea
              rows={2}
              maxLength={COMMENT_MAX}
              placeholder="What should others know?"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </Field>
          <Button
            type="submit"
            size="sm"
            className="justify-self-end"
            pending={isPending}
            whyNot={text.trim() ? undefined : "Write something first"}
          >
            Comment
          </Button>
        </form>
      ) : null}
    </div>
  );
}
