/** What this program is, as backups say it. The same number as in package.json; its test sees to that. */
export const APP = { name: 'Kinora', version: '0.1.0' } as const;
