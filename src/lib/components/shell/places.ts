import GalleryVerticalEnd from '@lucide/svelte/icons/gallery-vertical-end';
import Boxes from '@lucide/svelte/icons/boxes';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Cpu from '@lucide/svelte/icons/cpu';
import ListVideo from '@lucide/svelte/icons/list-video';
import Settings2 from '@lucide/svelte/icons/settings-2';
import Sparkles from '@lucide/svelte/icons/sparkles';

/** The places of the studio, in the order of the rail. `apart` stands at its end. */
export const PLACES = [
  { path: '/projects', label: 'Projects', icon: Clapperboard, apart: false },
  { path: '/', label: 'Create', icon: Sparkles, apart: false },
  { path: '/gallery', label: 'Gallery', icon: GalleryVerticalEnd, apart: false },
  { path: '/queue', label: 'Queue', icon: ListVideo, apart: false },
  { path: '/models', label: 'Models', icon: Boxes, apart: false },
  { path: '/accelerator', label: 'Accelerator', icon: Cpu, apart: false },
  { path: '/settings', label: 'Settings', icon: Settings2, apart: true },
] as const;
