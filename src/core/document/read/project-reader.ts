import type * as Y from 'yjs';
import type { Brief } from '../../schema/brief.ts';
import type { Character } from '../../schema/character.ts';
import type { Note } from '../../schema/note.ts';
import type { Project } from '../../schema/project.ts';
import type { Story } from '../../schema/story.ts';
import type { Style } from '../../schema/style.ts';
import { singleOf } from '../layout.ts';
import { byRank } from '../rank.ts';
import { type Cast, FilmAssembler, keyframesByClip } from './assemble-film.ts';
import { type Family, FamilyReader } from './families.ts';
import { type ClipRow, clipRow, keyframeRow, type SceneRow, sceneRow } from './film-rows.ts';
import { readBrief, readHead, readSound } from './head.ts';
import { latest } from './latest.ts';
import { TableRows } from './rows.ts';
import { share } from './share.ts';
import { captionRow, characterRow, markerRow, narrationRow, noteRow, poolRow, type ShelfRow, storyRow, styleRow, titleRow, versionRow } from './shelf-rows.ts';

/** Reads a document as a project: what did not change since the last reading is the same object again. */
export class ProjectReader {
  readonly #doc: Y.Doc;
  readonly #scenes;
  readonly #clips;
  readonly #keyframes;
  readonly #characters;
  readonly #styles;
  readonly #pool;
  readonly #markers;
  readonly #notes;
  readonly #stories;
  readonly #titles;
  readonly #captions;
  readonly #narration;
  readonly #versions;
  readonly #sceneReader = new FamilyReader<SceneRow>();
  readonly #clipReader = new FamilyReader<ClipRow>();
  readonly #assembler = new FilmAssembler();
  readonly #keyframesByClip = latest(keyframesByClip);
  readonly #cast = latest(castOf);
  #project: Project | undefined;
  #stale = true;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#scenes = new TableRows(doc, 'scenes', sceneRow);
    this.#clips = new TableRows(doc, 'clips', clipRow);
    this.#keyframes = new TableRows(doc, 'keyframes', keyframeRow);
    this.#characters = new TableRows(doc, 'characters', characterRow);
    this.#styles = new TableRows(doc, 'styles', styleRow);
    this.#pool = new TableRows(doc, 'pool', poolRow);
    this.#markers = new TableRows(doc, 'markers', markerRow);
    this.#notes = new TableRows(doc, 'notes', noteRow);
    this.#stories = new TableRows(doc, 'stories', storyRow);
    this.#titles = new TableRows(doc, 'titles', titleRow);
    this.#captions = new TableRows(doc, 'captions', captionRow);
    this.#narration = new TableRows(doc, 'narration', narrationRow);
    this.#versions = new TableRows(doc, 'versions', versionRow);
    doc.on('beforeObserverCalls', () => (this.#stale = true));
  }

  read(): Project {
    if (this.#project === undefined || this.#stale) {
      this.#project = share(this.#project, this.#assemble());
      this.#stale = false;
    }
    return this.#project;
  }

  /** Scenes in order, with what only changing them needs. */
  sceneFamilies(): readonly Family<SceneRow>[] {
    return this.#sceneReader.read(this.#scenes.read());
  }

  clipFamilies(): readonly Family<ClipRow>[] {
    return this.#clipReader.read(this.#clips.read());
  }

  #assemble(): Project {
    const { settings, ...head } = readHead(singleOf(this.#doc, 'head'));
    const characters = shelf(this.#characters.read());
    const styles = shelf(this.#styles.read());
    const pool = shelf(this.#pool.read());
    const markers = shelf(this.#markers.read(), (a, b) => a.at - b.at);
    const stories = shelf(this.#stories.read(), (a, b) => a.createdAt - b.createdAt);
    const titles = shelf(this.#titles.read(), (a, b) => a.at - b.at);
    const captions = shelf(this.#captions.read(), (a, b) => a.start - b.start);
    const narration = shelf(this.#narration.read(), (a, b) => a.at - b.at);
    const notes = shelf(this.#notes.read(), (a, b) => a.createdAt - b.createdAt);
    const film = this.#assembler.assemble(
      this.sceneFamilies(),
      this.clipFamilies(),
      this.#keyframesByClip(this.#keyframes.read()),
      this.#cast(this.#characters.read(), this.#styles.read()),
    );
    const versions = shelf(this.#versions.read(), (a, b) => a.createdAt - b.createdAt);
    const read = (list: Note[]): Note[] => list.map((note) => this.#aboutSomething(note));
    return {
      ...head,
      settings,
      brief: withChosen(readBrief(singleOf(this.#doc, 'brief')), stories.kept),
      stories: stories.kept,
      scenes: film.scenes,
      characters: characters.kept,
      styles: styles.kept,
      pool: pool.kept,
      sound: readSound(singleOf(this.#doc, 'sound')),
      narration: narration.kept,
      captions: captions.kept,
      titles: titles.kept,
      markers: markers.kept,
      notes: read(notes.kept),
      versions: versions.kept,
      bin: {
        ...film.bin,
        characters: characters.removed,
        styles: styles.removed,
        pool: pool.removed,
        markers: markers.removed,
        notes: read(notes.removed),
        stories: stories.removed,
        titles: titles.removed,
        captions: captions.removed,
        narration: narration.removed,
        versions: versions.removed,
      },
    };
  }

  /** A note whose scene or clip is gone for good is a note about the project. */
  #aboutSomething(note: Note): Note {
    const { about } = note;
    const isGone =
      (about.kind === 'scene' && !this.#scenes.read().has(about.id)) ||
      (about.kind === 'clip' && !this.#clips.read().has(about.id));
    return isGone ? { ...note, about: { kind: 'project' }, at: null } : note;
  }
}

/** A story that is in the bin is chosen no more. */
const withChosen = (brief: Brief, stories: readonly Story[]): Brief => (stories.some(({ id }) => id === brief.story) ? brief : { ...brief, story: null });

const castOf = (characters: ReadonlyMap<string, ShelfRow<Character>>, styles: ReadonlyMap<string, ShelfRow<Style>>): Cast => ({
  characters: shelf(characters).kept.map(({ id }) => id),
  styles: new Set(shelf(styles).kept.map(({ id }) => id)),
});

/** The values of a table in order, the bin apart. `order` goes before the rank. */
function shelf<Value>(
  rows: ReadonlyMap<string, ShelfRow<Value>>,
  order: (a: Value, b: Value) => number = () => 0,
): { kept: Value[]; removed: Value[] } {
  const inOrder = [...rows.values()].sort((a, b) => order(a.value, b.value) || byRank(a, b));
  const values = (removed: boolean): Value[] =>
    inOrder.filter(({ removedAt }) => (removedAt !== null) === removed).map(({ value }) => value);
  return { kept: values(false), removed: values(true) };
}
