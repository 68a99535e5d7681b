import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { FilmExporter } from './film-exporter.ts';

/** What makes films into files, loaded with the first film. Expected failures resolve, `part-missing` among them. */
export class ExporterOnDemand implements Pick<FilmExporter, 'codecs' | 'make'> {
  readonly #parts: ConstructorParameters<typeof FilmExporter>;

  constructor(...parts: ConstructorParameters<typeof FilmExporter>) {
    this.#parts = parts;
  }

  codecs(...asked: Parameters<FilmExporter['codecs']>): ReturnType<FilmExporter['codecs']> {
    return this.#with((exporter) => exporter.codecs(...asked));
  }

  make(...asked: Parameters<FilmExporter['make']>): ReturnType<FilmExporter['make']> {
    return this.#with((exporter) => exporter.make(...asked));
  }

  async #with<Value>(work: (exporter: FilmExporter) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    try {
      const { FilmExporter } = await loadPart(() => import('./film-exporter.ts'));
      return await work(new FilmExporter(...this.#parts));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }
}
