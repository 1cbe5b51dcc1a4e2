/** Everything that listens, and why; the message about a taken port says it in these words. */
export const LISTENERS = ["front", "delivery", "web", "intake", "postgres", "redis"] as const;
export type Listener = (typeof LISTENERS)[number];
export type PortPlan = Readonly<Record<Listener, number>>;

export const LISTENER_PURPOSES: Readonly<Record<Listener, string>> = {
  front: "the console and the API",
  delivery: "the image server",
  web: "the console's own server (internal)",
  intake: "uploads (internal)",
  postgres: "Postgres (internal)",
  redis: "Redis (internal)",
};

/** Distance from --port. Two instances run side by side when their ports differ by 2 to 8, 12 to 18, or 22 and more. */
const OFFSETS: PortPlan = { front: 0, delivery: 1, web: 10, intake: 11, postgres: 20, redis: 21 };
const HIGHEST_PORT = 65_535;
export const HIGHEST_FRONT_PORT = HIGHEST_PORT - Math.max(...Object.values(OFFSETS));

/** Derives every port from the one people choose. @param deliveryPort overrides `port + 1` */
export function planPorts(port: number, deliveryPort: number = port + OFFSETS.delivery): PortPlan {
  return {
    front: port,
    delivery: deliveryPort,
    web: port + OFFSETS.web,
    intake: port + OFFSETS.intake,
    postgres: port + OFFSETS.postgres,
    redis: port + OFFSETS.redis,
  };
}

/** The two listeners that a plan gives the same port, or null. Only --delivery-port can bring this about. */
export function findPortClash(plan: PortPlan): readonly [Listener, Listener] | null {
  const other = LISTENERS.find((listener) => listener !== "delivery" && plan[listener] === plan.delivery);
  return other === undefined ? null : ["delivery", other];
}
