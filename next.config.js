/** @type {import("next").NextConfig} */
export default {
  // `npm run typecheck` checks types with TypeScript 7, whose compiler Next does not load.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Web decodes no picture, not even its own.
  images: { unoptimized: true },
  reactStrictMode: true,
  serverExternalPackages: ["@prisma/client", "@prisma/adapter-pg", "pg", "bullmq", "ioredis", "pino", "better-auth"],
};
