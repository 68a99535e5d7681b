import { addBriefPictures, setBrief } from '#core/document/commands/brief.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { layStoryboard } from '#core/document/commands/storyboard.ts';
import { addStories, chooseStory } from '#core/document/commands/story.ts';
import { createProject } from '#core/document/create-project.ts';
import type { Command, ProjectDocument } from '#core/document/project-document.ts';
import { FRAME_RATES, rateLabel, toFrames } from '#core/domain/timeline/frame-rate.ts';
import { filmFrames } from '#core/domain/timeline/shown-at.ts';
import { boardStory } from '#core/domain/story/board-story.ts';
import { likelyShows } from '#core/domain/story/likely-pictures.ts';
import { type StoryBrief, storyBriefOf } from '#core/domain/story/story-brief.ts';
import { writeStories } from '#core/domain/story/write-stories.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { coloursOfPicture, type GivenBrief } from './read-brief.ts';
import { ORIGIN } from './work-folder.ts';

/** Three stories are written, as in the studio; the first is told. */
const STORIES = 3;
const NAME_LETTERS = 60;

/** The exact rate that a brief means. */
export const rateOf = ({ frameRate }: Pick<GivenBrief, 'frameRate'>): FrameRate => FRAME_RATES.find((rate) => rateLabel(rate) === String(frameRate))!;

/** A project with what the brief says, three stories, and the storyboard of the first. */
export async function beginFilm(brief: GivenBrief, song: StoryBrief['song'], manifest: Pick<ModelManifest, 'frames' | 'frameRate'>): Promise<ProjectDocument> {
  const frameRate = rateOf(brief);
  const created = createProject({ name: 'Film', settings: { aspect: brief.shape, frameRate } }, ORIGIN);
  if (!created.ok) throw new Error(created.fault.reason);
  const document = created.value;
  const run = <Value>(command: Command<Value>): Value => {
    const done = document.run(command);
    if (!done.ok) throw new Error(`refused: ${JSON.stringify(done.fault)}`);
    return done.value;
  };
  run(
    setBrief({
      text: brief.text,
      audience: brief.audience,
      lyrics: brief.lyrics,
      template: brief.template ?? null,
      targetLength: brief.seconds === undefined ? null : toFrames(brief.seconds, frameRate),
      song: brief.song ? { asset: brief.song.sha256, type: brief.song.type, name: brief.song.name } : null,
    }),
  );
  // Where there are pictures and nothing else, they are what the film is for.
  const shows = saysNothing(brief) ? 'product' : likelyShows(storyBriefOf(document.project, { song }));
  run(addBriefPictures(brief.pictures.map(({ sha256, type, name }) => ({ asset: sha256, type, name, shows }))));

  const colours = await Promise.all(brief.pictures.map(async (picture) => [picture.sha256, { colours: await coloursOfPicture(picture) }] as const));
  const facts = storyBriefOf(document.project, { pictures: new Map(colours), song });
  const stories = writeStories(facts, { count: STORIES, seed: brief.seed });
  const [first] = run(addStories(stories));
  run(chooseStory(first!));
  const story = document.project.stories.find(({ id }) => id === first)!;
  const longestClip = filmFrames({ frames: manifest.frames.max, frameRate: manifest.frameRate }, frameRate);
  run(layStoryboard(boardStory(story, { ...facts, longestClip }), { instead: true }));
  run(renameProject(story.title.slice(0, NAME_LETTERS)));
  return document;
}

const saysNothing = ({ text, lyrics, song, template }: GivenBrief): boolean => !song && !template && `${text}${lyrics}`.trim() === '';
