import { alternateLabel } from './alternates.ts';

/** A clip's letters on its slate: A to Z, then AA, AB … `index` counts from 0 within the scene. */
function letters(index: number): string {
  const rest = index < 26 ? '' : letters(Math.floor(index / 26) - 1);
  return rest + String.fromCharCode(65 + (index % 26));
}

/** What stands on a scene's slate: 1, 1 A1. `number` counts from 1. */
export const sceneSlate = (number: number, alternate = 0): string => [String(number), alternateLabel(alternate)].filter(Boolean).join(' ');

/** What stands on a clip's slate: 1A, 1B A1. */
export const clipSlate = (sceneNumber: number, index: number, alternate = 0): string =>
  [`${sceneNumber}${letters(index)}`, alternateLabel(alternate)].filter(Boolean).join(' ');
