/** Every Redis key and channel the platform uses. Redis may be wiped at any moment: all of it can be rebuilt. */
export const redisKeys = {
  /** BullMQ's prefix for all queues. */
  queuePrefix: "seawall:q",
  /** Pub/sub: an asset's manifest changed; the message is the asset id. */
  manifestChanged: "seawall:manifest-changed",
  /** Pub/sub: a file under control/ changed; the message is its revision. */
  controlChanged: "seawall:control-changed",
  /** Pub/sub: events were recorded; the message is empty, readers go to the `event` table. */
  eventsRecorded: "seawall:events-recorded",
  /** Hash per worker process with its heartbeat; expires by itself. */
  worker: (workerId: string) => `seawall:worker:${workerId}`,
  /** Set of worker ids that ever said hello; entries without a hash are gone. */
  workers: "seawall:workers",
} as const;
