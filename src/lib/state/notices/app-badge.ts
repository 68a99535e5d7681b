/** Shows a number on the icon of the installed app, where the browser can; none for 0. */
export function showBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  // A browser that knows the call may still refuse it for a page that is not installed.
  void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}
