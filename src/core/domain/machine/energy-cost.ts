/** Watt-hours as a person reads them: `0.8 Wh`, `12 Wh`, `1.2 kWh`. */
export function saidEnergy(wattHours: number): string {
  if (wattHours >= 1000) return `${(wattHours / 1000).toFixed(1)} kWh`;
  return `${wattHours >= 9.95 ? Math.round(wattHours) : wattHours.toFixed(wattHours < 0.095 ? 2 : 1)} Wh`;
}

/** What so much energy costs at a price for a kilowatt-hour, in the money that a person named; undefined without a price. */
export function saidCost(wattHours: number, price: number, currency: string): string | undefined {
  if (!(price > 0)) return undefined;
  const cost = (wattHours / 1000) * price;
  const amount = cost < 0.001 ? 'less than 0.001' : cost.toFixed(cost < 1 ? 3 : 2);
  return `${amount} ${currency}`.trim();
}
