import { describe, expect, test } from "vitest";
import { installCommandLine, PACKAGE_MANAGERS, planInstall } from "#scripts/launcher/package-manager.ts";

const managerNamed = (name: string) => {
  const manager = PACKAGE_MANAGERS.find((candidate) => candidate.name === name);
  if (manager === undefined) throw new Error(`no ${name}`);
  return manager;
};

describe("installing Redis", () => {
  test("Debian as root: the lists first, no questions, no service started", () => {
    const [update, install] = planInstall(managerNamed("apt-get"), true, false);
    expect(update).toEqual(["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "update", "-qq"]);
    expect(install?.join(" ")).toBe("env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends redis-server");
  });

  test("not root: sudo, which without a terminal must not wait for a password", () => {
    expect(planInstall(managerNamed("dnf"), false, true)).toEqual([["sudo", "env", "dnf", "install", "-y", "redis"]]);
    expect(planInstall(managerNamed("dnf"), false, false)).toEqual([["sudo", "-n", "env", "dnf", "install", "-y", "redis"]]);
  });

  test("Homebrew refuses sudo, so it gets none", () => {
    expect(planInstall(managerNamed("brew"), false, true)[0]?.[0]).toBe("env");
    expect(installCommandLine(managerNamed("brew"), false)).toBe("brew install redis");
  });

  test("the line to paste carries sudo where it is needed", () => {
    expect(installCommandLine(managerNamed("apt-get"), false)).toBe("sudo apt-get install -y --no-install-recommends redis-server");
    expect(installCommandLine(managerNamed("apk"), true)).toBe("apk add --no-cache redis");
  });
});
