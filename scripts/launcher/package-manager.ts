/** One system package manager: what it is called, and the commands that install Redis with it. */
export type PackageManager = {
  readonly name: string;
  readonly refresh: readonly string[] | null;
  readonly install: readonly string[];
  readonly asRoot: boolean;
  readonly env: Readonly<Record<string, string>>;
};

// RUNLEVEL=1 keeps Debian from starting its own Redis service on port 6379 after the install.
const DEBIAN = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };

/** In this order; the first one on PATH is used. */
export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  { name: "apt-get", refresh: ["update", "-qq"], install: ["install", "-y", "-qq", "--no-install-recommends", "redis-server"], asRoot: true, env: DEBIAN },
  { name: "dnf", refresh: null, install: ["install", "-y", "redis"], asRoot: true, env: {} },
  { name: "apk", refresh: null, install: ["add", "--no-cache", "redis"], asRoot: true, env: {} },
  { name: "pacman", refresh: null, install: ["-Sy", "--noconfirm", "valkey"], asRoot: true, env: {} },
  { name: "brew", refresh: null, install: ["install", "redis"], asRoot: false, env: { HOMEBREW_NO_AUTO_UPDATE: "1" } },
];

/**
 * The commands to run, in order, each a program with its arguments.
 * @param isRoot whether this process may install as it is; otherwise sudo goes before
 * @param mayAsk whether sudo may ask for a password; without a terminal it must fail at once instead of waiting
 */
export function planInstall(manager: PackageManager, isRoot: boolean, mayAsk: boolean): readonly (readonly [string, ...string[]])[] {
  const steps = [...(manager.refresh === null ? [] : [manager.refresh]), manager.install];
  const settings = Object.entries(manager.env).map(([name, value]) => `${name}=${value}`);
  return steps.map((step): readonly [string, ...string[]] =>
    // sudo drops the environment, so the settings travel as arguments of env.
    manager.asRoot && !isRoot ? ["sudo", ...(mayAsk ? [] : ["-n"]), "env", ...settings, manager.name, ...step] : ["env", ...settings, manager.name, ...step],
  );
}

/** The one line a person can paste. */
export function installCommandLine(manager: PackageManager, isRoot: boolean): string {
  return [...(manager.asRoot && !isRoot ? ["sudo"] : []), manager.name, ...manager.install.filter((word) => word !== "-qq")].join(" ");
}
