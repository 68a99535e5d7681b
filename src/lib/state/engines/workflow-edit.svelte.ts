import { type NodeInput, slotKind, type WorkflowDetail, type WorkflowMapping, type WorkflowNode, WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorState } from './accelerator.svelte.ts';

export interface WorkflowParts {
  readonly accelerator: Pick<AcceleratorState, 'openWorkflow' | 'mapWorkflow' | 'unmapWorkflow'>;
  readonly engine: AcceleratorEngineId;
  readonly file: string;
}

const same = (a: NodeInput, b: NodeInput): boolean => a.node === b.node && a.input === b.input;

/** Where a request goes in a person's workflow, while that is being changed. */
export class WorkflowEdit {
  #detail = $state.raw<WorkflowDetail>() as WorkflowDetail;
  #slots = $state.raw<WorkflowMapping['slots']>({});
  #output = $state('');
  #isBusy = $state(false);
  #problem = $state<string>();
  readonly #parts: WorkflowParts;

  #ends = $derived(this.#detail.nodes.filter(({ isEnd, node }) => isEnd || node === this.#output));
  #isChanged = $derived(JSON.stringify(this.#mapping()) !== JSON.stringify(this.#detail.reading.mapping));

  private constructor(parts: WorkflowParts, detail: WorkflowDetail) {
    this.#parts = parts;
    this.#detail = detail;
    const mapping = detail.reading.mapping ?? detail.inferred;
    this.#slots = mapping?.slots ?? {};
    this.#output = mapping?.output ?? this.#detail.nodes.find(({ isEnd }) => isEnd)?.node ?? '';
  }

  /** Reads the workflow as the accelerator has it now; otherwise in words why not. */
  static async open(parts: WorkflowParts): Promise<Result<WorkflowEdit, string>> {
    const opened = await parts.accelerator.openWorkflow(parts.engine, parts.file);
    return opened.ok ? ok(new WorkflowEdit(parts, opened.value)) : opened;
  }

  /** Nodes that the result may come from. */
  get ends(): readonly WorkflowNode[] {
    return this.#ends;
  }

  get output(): string {
    return this.#output;
  }
  set output(node: string) {
    this.#output = node;
  }

  /** What went wrong with the last thing that was asked. */
  get problem(): string | undefined {
    return this.#problem;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  get isChanged(): boolean {
    return this.#isChanged;
  }
  /** Whether a person has put it right before, so that there is a way back. */
  get isCorrected(): boolean {
    return this.#detail.reading.corrected;
  }

  placesOf(slot: WorkflowSlot): readonly NodeInput[] {
    return this.#slots[slot] ?? [];
  }

  /** Nodes with the inputs that could take this slot and that nothing else goes to. `own` is where it goes now. */
  freeFor(slot: WorkflowSlot, own?: NodeInput): readonly WorkflowNode[] {
    const taken = Object.values(this.#slots).flat();
    const isFree = (place: NodeInput) => (own && same(place, own)) || !taken.some((other) => same(place, other));
    return this.#detail.nodes.flatMap((node) => {
      const inputs = node.inputs.filter(({ kind, input }) => kind === slotKind(slot) && isFree({ node: node.node, input }));
      return inputs.length > 0 ? [{ ...node, inputs }] : [];
    });
  }

  /** Lets a slot go to another input instead of the one at this index, to one more, or where nothing is given no longer there. */
  choose(slot: WorkflowSlot, index: number, place: NodeInput | undefined): void {
    const places = this.placesOf(slot).toSpliced(index, 1, ...(place ? [place] : []));
    const rest = Object.fromEntries(Object.entries(this.#slots).filter(([name]) => name !== slot));
    this.#slots = places.length > 0 ? { ...rest, [slot]: places } : rest;
  }

  /** Has the accelerator keep it; resolves with whether it did. */
  keep(): Promise<boolean> {
    const { accelerator, engine, file } = this.#parts;
    return this.#ask(() => accelerator.mapWorkflow(engine, file, this.#mapping(), this.#detail.reading));
  }

  /** Goes back to what is read by itself. */
  reset(): Promise<boolean> {
    const { accelerator, engine, file } = this.#parts;
    return this.#ask(() => accelerator.unmapWorkflow(engine, file, this.#detail.reading));
  }

  /** In the order of a request, so that what is the same is written the same. */
  #mapping(): WorkflowMapping {
    const slots = WorkflowSlot.options.flatMap((slot) => (this.#slots[slot] ? [[slot, this.#slots[slot]]] : []));
    return { schema: 1, slots: Object.fromEntries(slots) as WorkflowMapping['slots'], output: this.#output };
  }

  async #ask(what: () => Promise<string | undefined>): Promise<boolean> {
    this.#isBusy = true;
    this.#problem = await what();
    this.#isBusy = false;
    return this.#problem === undefined;
  }
}
