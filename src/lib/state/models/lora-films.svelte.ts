import { lorasOf } from '#core/domain/generate/lora-words.ts';
import { loraUses, type LoraUses } from '#core/domain/lora/lora-uses.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { Project } from '#core/schema/project.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';
import type { LoraLibrary } from './lora-library.svelte.ts';

type Film = Pick<Project, 'id' | 'name' | 'characters' | 'styles' | 'scenes'>;

/** What all films say of LoRAs: read one after the other, the last changed first. */
export class LoraFilms {
  #films = $state.raw<readonly Film[]>([]);
  #reading = $state(true);

  /** Whether there are films that have not been read yet. */
  get reading(): boolean {
    return this.#reading;
  }

  uses(lora: KeptLora): readonly LoraUses[] {
    return this.#films.flatMap((film) => loraUses(film, lora) ?? []);
  }

  /** Reads the films; LoRAs that they have and that the library does not know come into it. */
  async read(projects: Pick<ProjectList, 'load' | 'current' | 'archive' | 'read'>, library: Pick<LoraLibrary, 'adopt'>, signal: AbortSignal): Promise<void> {
    await projects.load();
    for (const { id } of [...projects.current, ...projects.archive]) {
      if (signal.aborted) return;
      const film = await projects.read(id);
      if (!film) continue;
      const { name, characters, styles, scenes, pool } = film;
      this.#films = [...this.#films, { id, name, characters, styles, scenes }];
      for (const lora of lorasOf(film)) await library.adopt(lora);
      for (const { kind, asset, name: called } of pool) if (kind === 'lora') await library.adopt({ asset, name: called });
    }
    this.#reading = false;
  }
}
