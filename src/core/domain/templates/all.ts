import { commercial } from './commercial.ts';
import { explainer } from './explainer.ts';
import { musicVideo } from './music-video.ts';
import { productLaunch } from './product-launch.ts';
import { shortFilm } from './short-film.ts';
import type { Template } from './template.ts';

/** Every template, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = [musicVideo, commercial, shortFilm, productLaunch, explainer];
