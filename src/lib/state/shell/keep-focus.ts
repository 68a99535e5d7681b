/** What can have the focus by Tab. Fields that are typed into are not among them: letters pressed next are commands, not text. */
const TAKES_FOCUS = ':is(a[href], button, summary, input:is([type="checkbox"], [type="radio"], [type="range"]), [tabindex="0"]):not(:disabled, [tabindex="-1"])';
/** They stand over the page for a moment; behind them the focus belongs where it was before. */
const PASSING = '[role="dialog"], [role="alertdialog"], [role="menu"], [aria-live]';
/** Longer than most waits for a button that cannot be pressed twice. */
const WAITED_MS = 400;
const ITEM = 'li, [role="listitem"], [role="row"]';

/** Where something stood: itself first, then all that held it, each with its place among its siblings. */
interface Trail {
  readonly path: string;
  readonly steps: readonly { readonly element: Element; readonly place: number }[];
  /** Which of its item's controls it was. */
  readonly control: number;
}

/** Keeps the focus from falling to nowhere when what had it is taken away or can no longer be used. Answers how to stop. */
export function keepFocus(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let last: Trail | null = null;
  /** Of what had it before a dialog, a menu or a message. */
  let before: Trail | null = null;
  let wished = false;

  const enter = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element) || target === document.body) return;
    if (target.closest(PASSING) && last && !last.steps[0]?.element.closest(PASSING) && isHere(last)) before = last;
    last = trailOf(target);
  };
  const leave = ({ target, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return;
    // Who presses beside it wants it to let go.
    setTimeout(() => {
      if (document.activeElement === document.body && target === last?.steps[0]?.element && isUsable(last)) last = before = null;
    });
  };
  const look = (): void => {
    if (wished || !isLost() || !last || isUsable(last)) return;
    wished = true;
    // What knows better has the right to it first; and who only waits for what was pressed can be pressed again soon.
    const wait = last.steps[0]!.element.isConnected ? WAITED_MS : 0;
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(settle)), wait);
  };
  const settle = (): void => {
    wished = false;
    if (signal.aborted || !isLost() || !last || document.querySelector('[role="dialog"][data-state="open"]')) return;
    if (isHere(last) && isUsable(last)) return (last.steps[0]!.element as HTMLElement).focus();
    for (const trail of [last, before]) if (trail && isHere(trail) && give(trail)) return;
    last = before = null;
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
  addEventListener('focusin', enter, { signal });
  addEventListener('focusout', leave, { signal });
  return () => {
    stop.abort();
    observer.disconnect();
  };
}

/** A button that was just disabled has it until the page is drawn again. */
const isLost = (): boolean => document.activeElement === document.body || document.activeElement?.matches(':disabled') === true;

const isHere = ({ path }: Trail): boolean => path === location.pathname;

function isUsable({ steps }: Trail): boolean {
  const element = steps[0]?.element;
  return element !== undefined && element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

function trailOf(from: Element): Trail {
  const steps: { element: Element; place: number }[] = [];
  for (let element: Element | null = from; element; element = element.parentElement) {
    steps.push({ element, place: element.parentElement ? [...element.parentElement.children].indexOf(element) : 0 });
  }
  const item = from.closest(ITEM);
  return { path: location.pathname, steps, control: item ? controlsIn(item).findIndex((one) => one === from) : -1 };
}

const controlsIn = (element: Element): HTMLElement[] =>
  [...element.querySelectorAll<HTMLElement>(TAKES_FOCUS)].filter((one) => one.checkVisibility() && !one.closest('[inert]'));

/** Climbs from what is gone to what is still there, and gives the focus to what is nearest in it; false where nothing is before the page ends. */
function give(trail: Trail): boolean {
  const main = document.querySelector('main');
  const at = trail.steps.findIndex(({ element }) => element.isConnected && element !== trail.steps[0]?.element);
  for (let i = at; i > 0 && main?.contains(trail.steps[i]!.element); i += 1) {
    const { element: holder } = trail.steps[i]!;
    const { element: gone, place } = trail.steps[i - 1]!;
    const near = (gone.matches(ITEM) && inItemAt(holder, place, trail.control)) || nearestIn(holder, gone, place);
    near?.focus();
    if (near && document.activeElement === near) return true;
  }
  return false;
}

/** The same control of the item that stands there now, else of the last one. */
function inItemAt(list: Element, place: number, control: number): HTMLElement | undefined {
  const items = [...list.children].filter((child) => child.matches(ITEM) && controlsIn(child).length > 0);
  const item = items.find((child) => [...list.children].indexOf(child) >= place) ?? items.at(-1);
  const controls = item ? controlsIn(item) : [];
  return controls[Math.max(0, Math.min(control, controls.length - 1))];
}

/** The control right before the place, else the one behind it. */
function nearestIn(holder: Element, gone: Element, place: number): HTMLElement | undefined {
  const next = gone.parentElement === holder ? gone : holder.children[place];
  const isBefore = (one: Element): boolean => !next || Boolean(next.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
  const controls = controlsIn(holder);
  return controls.findLast(isBefore) ?? controls[0];
}
