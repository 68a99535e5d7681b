/** Whether this page came from an accelerator and not from a host of files alone. */
export async function isAcceleratorHere(): Promise<boolean> {
  try {
    const answer = await fetch('/health', { cache: 'no-store', redirect: 'error' });
    const said: unknown = await answer.json();
    return answer.ok && typeof said === 'object' && said !== null && 'name' in said && said.name === 'kinora';
  } catch {
    // A host that has no such address answers with a page, or not at all.
    return false;
  }
}
