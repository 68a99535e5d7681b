import { readFile, writeFile } from 'node:fs/promises';
import type { Measured } from './measure.ts';
import type { Standing } from './standing.ts';

type Share = { share: number; asked: number } | undefined;
type Decibels = { mean: number; least: number; count: number };

export interface Figures {
  readonly prompts: number;
  /** `quick`: with the LoRA for few steps; absent where the model has none. */
  readonly slots: readonly { slot: Measured; made: Share; quick?: Share; drawn: Share; kept: Share }[];
  /** Of prompts that name two subjects. */
  readonly two: { prompts: number; rows: readonly { row: Standing; made: Share; quick?: Share; drawn: Share }[] };
  /** The same of the first of the prompts, in longer clips. */
  readonly longer: readonly { frames: number; slots: readonly { slot: Measured; made: Share }[] }[];
  readonly autoencoder: Decibels;
  readonly pictures: { first: Decibels; last: Decibels };
  readonly quickPictures?: { first: Decibels; last: Decibels };
  readonly outside: { first: Decibels; camera: { share: number; asked: number } };
}

/** What Kinora Mini is asked to reach. */
const GOALS: Partial<Record<Measured, string>> = {
  place: '97 %',
  time: '97 %',
  colour: '95 %',
  subject: '80 %',
  direction: '95 %',
  camera: '90 %',
};
/** What each row on two subjects asks. */
const ASKED: Record<Standing, string> = {
  subject: 'the first is what was said',
  colour: 'its colour',
  second: 'the second is what was said',
  second_colour: 'its colour',
  both: 'both colours where they belong',
  left_of: '… of those left or right of each other',
  above: '… above or below',
  behind: '… behind or in front',
  chasing: '… chasing or chased',
};
const BEGIN = '<!-- results -->';
const END = '<!-- /results -->';

const percent = (share: Share): string => (share ? `${(share.share * 100).toFixed(1)} %` : 'not asked');
const shareOf = (share: Share): string => `${percent(share)} of ${share?.asked ?? 0}`;
const decibels = ({ mean, least }: Decibels): string => `${mean.toFixed(1)} dB (least ${least.toFixed(1)})`;

/** The table in Markdown. */
export function table(figures: Figures): string {
  const { autoencoder, two, longer, pictures, quickPictures, outside } = figures;
  const few = quickPictures !== undefined;
  const rows = figures.slots.map(
    ({ slot, made, quick, drawn, kept }) =>
      `| ${slot} | ${shareOf(made)} |${few ? ` ${percent(quick)} |` : ''} ${GOALS[slot] ?? 'none set'} | ${percent(drawn)} | ${percent(kept)} |`,
  );
  return [
    `Share of ${figures.prompts} unseen prompts whose clip shows what was said, as the probes see it. The last columns are how often the same probes are right about ${autoencoder.count} unseen drawn clips, where the truth is known, and about those clips once the autoencoder has had them: the most that its latents can show.`,
    '',
    `| said in the prompt | right |${few ? ' with Kinora Quick |' : ''} goal | probe on drawn clips | after the autoencoder |`,
    `| --- | --- |${few ? ' --- |' : ''} --- | --- | --- |`,
    ...rows,
    '',
    `Of ${two.prompts} unseen prompts that name two subjects and how they stand. The judge knows one subject: it looks at the half of the frame where each should be.`,
    '',
    `| asked of the clip | right |${few ? ' with Kinora Quick |' : ''} probe on drawn clips |`,
    `| --- | --- |${few ? ' --- |' : ''} --- |`,
    ...two.rows.map(({ row, made, quick, drawn }) => `| ${ASKED[row]} | ${shareOf(made)} |${few ? ` ${percent(quick)} |` : ''} ${percent(drawn)} |`),
    '',
    'The same as in the first table in longer clips, of the first of these prompts.',
    '',
    `| said in the prompt |${longer.map(({ frames }) => ` ${frames} frames |`).join('')}`,
    `| --- |${longer.map(() => ' --- |').join('')}`,
    ...figures.slots.map(({ slot }) => `| ${slot} |${longer.map(({ slots }) => ` ${shareOf(slots.find((found) => found.slot === slot)?.made)} |`).join('')}`),
    '',
    '| pictures | mean PSNR | goal |',
    '| --- | --- | --- |',
    `| autoencoder, ${autoencoder.count} unseen drawn clips | ${decibels(autoencoder)} | 30 dB |`,
    `| first frame to the given picture, ${pictures.first.count} clips | ${decibels(pictures.first)} | 27 dB |`,
    `| last frame to the given last picture, ${pictures.last.count} clips | ${decibels(pictures.last)} | 24 dB |`,
    ...(quickPictures
      ? [
          `| the same first frame with Kinora Quick | ${decibels(quickPictures.first)} | 27 dB |`,
          `| the same last frame with Kinora Quick | ${decibels(quickPictures.last)} | 24 dB |`,
        ]
      : []),
    `| first frame to a picture from outside the world, ${outside.first.count} textures | ${decibels(outside.first)} | recognisable |`,
    '',
    `Pictures from outside the world moved as the camera words say in ${percent(outside.camera)} of ${outside.camera.asked} cases.`,
  ].join('\n');
}

/** Puts the table between its marks in the model card. */
export async function writeCard(path: string, figures: Figures): Promise<void> {
  const card = await readFile(path, 'utf8');
  const begin = card.indexOf(BEGIN);
  const end = card.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${path} has no place for the figures: ${BEGIN} … ${END}`);
  await writeFile(path, `${card.slice(0, begin + BEGIN.length)}\n${table(figures)}\n${card.slice(end)}`);
}
