# One image for both processes: web (the default) and worker. Database and secrets come from the environment.
# See docs/self-hosting.md. Our tests do not build this image.
FROM node:20-slim

WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1

COPY package.json package-lock.json .npmrc ./
# Tools that only build are needed too.
RUN npm ci --include=dev

COPY . .
RUN npx next build && chown -R node:node .next

USER node
EXPOSE 3000
# Inside a container, listening on the loopback address alone would reach nobody.
ENV PORT=3000 HOSTNAME=0.0.0.0
CMD ["node", "bin/web.mjs"]
