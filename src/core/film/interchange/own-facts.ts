import { OWN_KEY } from './transition-code.ts';
import { element, type XmlElement } from './xml.ts';

/** What brings the cut back onto the document, on an element of FCPXML. */
export const ownFacts = (facts: Readonly<Record<string, string>>): XmlElement =>
  element(
    'metadata',
    {},
    Object.entries(facts).map(([key, value]) => element('md', { key: `${OWN_KEY}.${key}`, value, type: 'string' })),
  );
