// How does a file that is made part by part become an answer? Each part is made when the one before has gone out.

/** An answer whose body is these parts; making them ends when nobody takes them any more. */
export function fileStream(name: string, type: string, parts: AsyncIterable<string>): Response {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = await iterator.next();
      if (part.done) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const plainName = name.replace(/[^\w .()-]/g, "_");
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
}
