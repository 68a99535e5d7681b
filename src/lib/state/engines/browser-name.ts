/** Chromium's own word on itself, which no standard library of types has yet. */
interface WithBrands {
  readonly userAgentData?: { readonly brands: readonly { readonly brand: string }[]; readonly platform: string };
}

const KNOWN = ['Edge', 'Chrome', 'Chromium', 'Firefox', 'Safari'] as const;
/** Android says that it is Linux, too. */
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac', 'CrOS', 'Linux'] as const;

/** What this browser is called until a person says otherwise: `Firefox on Linux`. */
export function browserName(navigator: Pick<Navigator, 'userAgent'> & WithBrands = globalThis.navigator): string {
  const { userAgent, userAgentData } = navigator;
  const brands = userAgentData?.brands.map(({ brand }) => brand).join(' ') ?? '';
  const words = `${brands} ${userAgent.replace('Edg/', 'Edge/')}`;
  const browser = KNOWN.find((name) => words.includes(name)) ?? 'A browser';
  const system = SYSTEMS.find((one) => (userAgentData?.platform || userAgent).includes(one));
  return system ? `${browser} on ${system}` : browser;
}
