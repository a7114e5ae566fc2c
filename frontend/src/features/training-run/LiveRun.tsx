/** The active run as a card for Setup; nothing while no run is active. */
export function LiveRun() {
  return null;
}
