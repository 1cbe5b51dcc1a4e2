import { STOP_ORDER } from "./registry.ts";
import { type ProcessSpec, Supervised, type SupervisorContext } from "./supervised.ts";

const placeInStopOrder = (name: string): number => (STOP_ORDER as readonly string[]).indexOf(name);

/** Everything this launcher keeps running, and the one way to stop it. */
export class Fleet {
  readonly #context: SupervisorContext;
  readonly #members: Supervised[] = [];
  #hurried = false;

  constructor(context: SupervisorContext) {
    this.#context = context;
  }

  get members(): readonly Supervised[] {
    return this.#members;
  }

  async start(spec: ProcessSpec): Promise<Supervised> {
    const member = new Supervised(spec, this.#context);
    this.#members.push(member);
    await member.start();
    return member;
  }

  /** Stops one after the other, in STOP_ORDER; names unknown to it go first. Resolves when nothing is left. */
  async stop(): Promise<void> {
    const inOrder = this.#members.toSorted((a, b) => placeInStopOrder(a.spec.name) - placeInStopOrder(b.spec.name));
    for (const member of inOrder) {
      if (this.#hurried) member.kill();
      await member.stop();
    }
  }

  /** Makes a stop that is under way end at once: everything is killed. */
  hurry(): void {
    this.#hurried = true;
    for (const member of this.#members) member.kill();
  }
}
