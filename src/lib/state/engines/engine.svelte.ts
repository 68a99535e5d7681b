import { expectedMs, learnPace, type Workload } from '#core/domain/queue/expected-time.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { Mode } from '#core/schema/mode.ts';
import type { ProviderPlan } from '#lib/engine/choose.ts';
import type { EngineControl, EngineEvent, ModelStatus } from '#lib/engine/status.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { ProviderChoice, Settings } from '#lib/storage/records.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

type BuiltInLora = NonNullable<ModelManifest['loras']>[number];

/** Which provider makes the clips and why, and where its model stands. */
export class EngineState {
  #choice = $state<ProviderChoice>('auto');
  #plan = $state.raw<ProviderPlan | null>(null);
  #model = $state.raw<ModelStatus>({ status: 'absent', fraction: 0, bytes: 0, kept: false });
  #manifest = $state.raw<ModelManifest | null>(null);
  #runtimeKept = $state(false);
  #workload = $state.raw<() => Workload | null>(() => null);

  readonly #paces = $derived.by(() => {
    const engine = this.#plan && { id: 'browser', provider: this.#plan.provider };
    return engine && new Map(Mode.options.map((mode) => [mode, learnPace(this.#gallery.takes, engine, mode)]));
  });
  readonly #estimateMs = $derived.by(() => {
    const workload = this.#workload();
    return workload && this.expectedMs(workload);
  });

  readonly #control: EngineControl;
  readonly #settings: SettingsStore;
  readonly #gallery: GalleryState;
  readonly #shell: ShellState;
  readonly #unsubscribe: () => void;

  constructor(
    control: EngineControl,
    settings: SettingsStore,
    initial: Settings,
    gallery: GalleryState,
    shell: ShellState,
  ) {
    this.#control = control;
    this.#settings = settings;
    this.#gallery = gallery;
    this.#shell = shell;
    this.#choice = initial.provider;
    this.#unsubscribe = control.subscribe((event) => this.#take(event));
  }

  get choice(): ProviderChoice {
    return this.#choice;
  }

  set choice(choice: ProviderChoice) {
    this.#choice = choice;
    void this.#settings.write({ provider: choice });
    void this.#control.choose(choice);
  }

  /** The file of a LoRA that comes with the model. Throws FaultError `model-*`. */
  async loraFile({ file, name }: Pick<BuiltInLora, 'file' | 'name'>): Promise<File> {
    return new File([await this.#control.readFile(file)], `${name}.safetensors`);
  }

  /** Goes by settings that were made elsewhere. */
  follow({ provider }: Pick<Settings, 'provider'>): void {
    if (provider === this.#choice) return;
    this.#choice = provider;
    void this.#control.choose(provider);
  }

  /** The provider that the next job will run on; null for the moment it takes to find out. */
  get provider(): ProviderPlan['provider'] | null {
    return this.#plan?.provider ?? null;
  }

  /** Threads of the WASM runtime. */
  get threads(): number {
    return this.#plan?.threads ?? 1;
  }

  /** One sentence: why this provider. */
  get why(): string {
    return this.#plan?.why ?? '';
  }

  get model(): ModelStatus {
    return this.#model;
  }

  /** Whether model and runtime are kept on this machine, so that clips can be made without a network. */
  get worksOffline(): boolean {
    return this.#model.kept && this.#runtimeKept;
  }

  /** What the model can do; null until its manifest is here. */
  get manifest(): ModelManifest | null {
    return this.#manifest;
  }

  /** How long the clip in the form will take, in milliseconds; null until one was made on this provider. */
  get estimateMs(): number | null {
    return this.#estimateMs;
  }

  /** How long a job will take in this browser, in milliseconds; null until one was made on this provider. */
  expectedMs(workload: Workload): number | null {
    const pace = this.#paces?.get(workload.mode);
    return pace ? expectedMs(pace, workload) : null;
  }

  /** Says whose settings are estimated. */
  watch(workload: () => Workload | null): void {
    this.#workload = workload;
  }

  /** Fetches the model again after it failed. */
  retry(): Promise<void> {
    return this.#control.fetchModel();
  }

  dispose(): void {
    this.#unsubscribe();
  }

  #take(event: EngineEvent): void {
    switch (event.kind) {
      case 'plan':
        this.#plan = event.plan;
        break;
      case 'model':
        this.#model = event.model;
        if (event.manifest) this.#manifest = event.manifest;
        break;
      case 'runtime-kept':
        this.#runtimeKept = event.kept;
        break;
      case 'fell-back':
        this.#plan = event.plan;
        this.#shell.toast('warn', event.plan.why);
        break;
    }
  }
}
