/** What the desktop is told, and where a click on it leads. */
export interface DesktopNotice {
  /** Two with one tag are one. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly path: string;
}

/** What a page is sent when a desktop notification was clicked: by the service worker, else by itself. */
export interface OpenPage {
  readonly type: 'OPEN_PAGE';
  readonly path: string;
}

const ICON = '/icon-192.png';

/** Whether this browser knows desktop notifications at all. */
export const desktopKnown = (): boolean => 'Notification' in globalThis;

/**
 * Shows a desktop notification; the person must have allowed it. Through the service worker where there is
 * one: phones show no other kind, and a click finds the tab, or opens one, also after this page has gone.
 */
export async function showOnDesktop({ tag, title, body, path }: DesktopNotice): Promise<void> {
  const options = { tag, body, icon: ICON, data: { path } };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) {
    await registration.showNotification(title, options);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    focus();
    postMessage({ type: 'OPEN_PAGE', path } satisfies OpenPage, location.origin);
    notification.close();
  };
}
