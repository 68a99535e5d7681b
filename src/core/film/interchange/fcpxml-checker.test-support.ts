import { parseSeconds } from './rational-time.ts';
import { below, type ReadElement, readXml } from './read-xml.ts';

/**
 * What Apple's DTD of FCPXML 1.11 says of the elements that are written here: what may stand in them, in
 * which order (as a regular expression over names, each followed by a space), and their attributes,
 * required ones with `!`, ids with `#`, references with `@`, times with `~`.
 */
const ANCHOR = '(?:(?:audio|video|clip|title|caption|asset-clip|audition|spine) )*';
const MARKER = '(?:(?:marker|chapter-marker|rating|keyword) )*';
const CLIP = 'lane offset~ name start~ enabled';
const MODELS: Readonly<Record<string, readonly [content: string, attributes: string]>> = {
  fcpxml: ['(?:resources )?(?:library |(?:event )*)', 'version!'],
  resources: ['(?:(?:asset|effect|format|media|locator) )*', ''],
  format: ['', 'id#! name frameDuration~ fieldOrder width height paspH paspV colorSpace'],
  asset: ['(?:media-rep )+(?:metadata )?', 'id#! name uid start~ duration~ hasVideo format@ hasAudio videoSources audioSources audioChannels audioRate'],
  'media-rep': ['(?:bookmark )?', 'kind sig src! suggestedFilename'],
  metadata: ['(?:md )*', ''],
  md: ['(?:array )?', 'key! value editable type displayName description source'],
  effect: ['', 'id#! name uid! src'],
  event: ['(?:(?:clip|audition|ref-clip|asset-clip|project) )*', 'name uid'],
  project: ['sequence ', 'name uid id modDate'],
  sequence: ['(?:note )?spine (?:metadata )?', 'format@! duration~ tcStart~ tcFormat audioLayout audioRate renderFormat keywords'],
  spine: ['(?:(?:audio|video|clip|title|asset-clip|audition|gap|transition) )*', 'lane offset~ name format@'],
  audition: ['(?:(?:audio|video|title|asset-clip|clip) )+', 'lane offset~ modDate'],
  gap: [`(?:note )?${ANCHOR}${MARKER}(?:metadata )?`, 'name offset~ start~ duration~! enabled'],
  transition: [`(?:filter-video )?(?:filter-audio )?${MARKER}(?:metadata )?`, 'name offset~ duration~!'],
  'filter-audio': ['(?:data )?(?:param )*', 'ref@! name enabled presetID'],
  'filter-video': ['(?:data )*(?:param )*', 'ref@! name enabled'],
  'asset-clip': [
    `(?:note )?(?:conform-rate )?(?:timeMap )?(?:adjust-conform )?(?:adjust-transform )?(?:adjust-blend )?(?:adjust-volume )?${ANCHOR}${MARKER}(?:metadata )?`,
    `ref@! ${CLIP} duration~ srcEnable audioStart~ audioDuration~ format@ tcStart~ tcFormat modDate audioRole videoRole`,
  ],
  title: ['(?:param )*(?:text )*(?:text-style-def )*(?:note )?(?:metadata )?', `ref@! ${CLIP} duration~! role`],
  caption: ['(?:text )*(?:text-style-def )*(?:note )?', `${CLIP} duration~! role`],
  text: ['(?:text-style )*', 'display-style position placement alignment'],
  'text-style-def': ['text-style ', 'id#! name'],
  'text-style': ['(?:param )*', 'ref@ font fontSize fontFace fontColor backgroundColor alignment'],
  'conform-rate': ['', 'scaleEnabled srcFrameRate frameSampling'],
  'adjust-conform': ['', 'type'],
  'adjust-blend': ['(?:param )*', 'amount mode'],
  'adjust-volume': ['(?:param )*', 'amount'],
  param: ['(?:fadeIn )?(?:fadeOut )?(?:keyframeAnimation )?(?:param )*', 'name! key value enabled'],
  fadeIn: ['', 'type duration~!'],
  fadeOut: ['', 'type duration~!'],
  marker: ['', 'start~! duration~ value! completed note'],
  keyword: ['', 'start~ duration~ value! note'],
  note: ['', ''],
};

/** What is wrong with an FCPXML document by its DTD and by what its times must add up to; nothing where it is right. */
export function faultsOfFcpxml(text: string): string[] {
  const read = readXml(text);
  if (!read.ok) return [JSON.stringify(read.fault)];
  const faults: string[] = [];
  const ids = new Set<string>();
  const references: string[] = [];
  check(read.value, faults, ids, references);
  faults.push(...references.filter((id) => !ids.has(id)).map((id) => `nothing has the id ${id}`));
  for (const sequence of below(read.value, 'sequence')) faults.push(...faultsOfTimes(sequence));
  return faults;
}

function check(element: ReadElement, faults: string[], ids: Set<string>, references: string[]): void {
  const model = MODELS[element.name];
  if (!model) {
    faults.push(`<${element.name}> is not known`);
    return;
  }
  const inside = element.children.map(({ name }) => `${name} `).join('');
  if (!new RegExp(`^${model[0]}$`).test(inside)) faults.push(`<${element.name}> holds ${inside}`);
  const declared = new Map(model[1].split(' ').map((word) => [word.replace(/[!#@~]+/, ''), word]));
  for (const [name, word] of declared) if (word.includes('!') && element.attributes[name] === undefined) faults.push(`<${element.name}> has no ${name}`);
  for (const [name, value] of Object.entries(element.attributes)) {
    const word = declared.get(name);
    if (word === undefined) faults.push(`<${element.name}> cannot have ${name}`);
    if (word?.includes('~') && !parseSeconds(value)) faults.push(`${name}="${value}" is no time`);
    if (word?.includes('@')) references.push(value);
    if (!word?.includes('#')) continue;
    if (ids.has(value)) faults.push(`${value} is an id twice`);
    ids.add(value);
  }
  for (const child of element.children) check(child, faults, ids, references);
}

/** A storyline has no holes, its things do not lie upon each other, and transitions lie over a cut. */
function faultsOfTimes(sequence: ReadElement): string[] {
  const spine = sequence.children.find(({ name }) => name === 'spine') as ReadElement;
  const seconds = (element: ReadElement, name: string): number => {
    const found = parseSeconds(element.attributes[name] ?? '0s');
    return found ? Number((found.above * 10_000_000_000n) / found.below) : Number.NaN;
  };
  const faults: string[] = [];
  let end = seconds(sequence, 'tcStart');
  spine.children.forEach((item, i) => {
    const offset = seconds(item, 'offset');
    const shown = item.name === 'audition' ? (item.children[0] as ReadElement) : item;
    if (item.name === 'transition') {
      const after = spine.children[i + 1];
      if (!after || offset > end + 10 || offset + seconds(item, 'duration') < end - 10) faults.push(`transition ${i} lies over no cut`);
      return;
    }
    if (Math.abs(offset - end) > 10) faults.push(`item ${i} begins at ${offset}, not at ${end}`);
    end = offset + seconds(shown, 'duration');
  });
  const whole = seconds(sequence, 'tcStart') + seconds(sequence, 'duration');
  if (Math.abs(whole - end) > 10) faults.push(`the storyline ends at ${end}, the sequence at ${whole}`);
  return faults;
}
