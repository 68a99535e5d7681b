import { describe, expect, it } from 'vitest';
import { deliveredFilm } from './delivered-film.ts';
import { faultsOfFcpxml } from './fcpxml-checker.test-support.ts';
import { below, readXml } from './read-xml.ts';
import { fullDelivery, must, RATES, sampleDelivery } from './sample-delivery.test-support.ts';
import { writeFcpxml } from './write-fcpxml.ts';

const full = (rate: (typeof RATES)[keyof typeof RATES] = RATES.film) => {
  const { document, takes } = fullDelivery(rate);
  return deliveredFilm(document.project, takes);
};

describe('writeFcpxml', () => {
  it.each(Object.entries(RATES))('writes what the DTD of 1.11 allows, with times that add up (%s)', (_, rate) => {
    expect(faultsOfFcpxml(writeFcpxml(full(rate)))).toEqual([]);
  });

  it('is found out by the checker where an order or a time is wrong', () => {
    const text = writeFcpxml(full());
    expect(faultsOfFcpxml(text.replace(/(<keyword [^>]*\/>)/, '<note>late</note>$1'))).not.toEqual([]);
    expect(faultsOfFcpxml(text.replace(/ref="r\d+"/, 'ref="r999"'))).toEqual(['nothing has the id r999']);
    expect(faultsOfFcpxml(text.replace(/(<gap [^>]*duration=")\d+\/24s/, '$125/24s'))).not.toEqual([]);
  });

  it('writes times as exact fractions of the rate', () => {
    const text = writeFcpxml(full(RATES.ntsc));
    expect(text).toContain('frameDuration="1001/30000s"');
    expect(text).toContain('tcFormat="DF"');
    // One hour of drop-frame timecode is 107892 frames.
    expect(text).toContain(`tcStart="${107_892 * 1001}/30000s"`);
  });

  it('makes takes and alternates an audition, the shown one first', () => {
    const root = must(readXml(writeFcpxml(full())));
    const [audition] = [...below(root, 'audition')];
    expect(audition?.children.map(({ attributes }) => attributes['name'])).toEqual([expect.stringContaining('1A a <boat> & "harbour" at night'), '1A take 2', '1A A1 take 3']);
  });

  it('escapes hostile names and leaves out what XML cannot write', () => {
    const { document, takes } = sampleDelivery(RATES.film, [[{ length: 24, prompt: ']]></note><x> & "\u0000\ud800\ufffe' }]], '</project>"\'<');
    const text = writeFcpxml(deliveredFilm(document.project, takes));
    const root = must(readXml(text));
    expect([...below(root, 'project')][0]?.attributes['name']).toBe('</project>"\'<');
    expect([...below(root, 'note')][0]?.text).toBe(']]></note><x> & "\ufffd');
    expect(faultsOfFcpxml(text)).toEqual([]);
  });

  it('writes an empty film, and one without takes, as black', () => {
    const { document } = sampleDelivery(RATES.film, []);
    expect(faultsOfFcpxml(writeFcpxml(deliveredFilm(document.project, [])))).toEqual([]);
    const bare = sampleDelivery(RATES.film, [[{ length: 24, takes: 0 }, { length: 30, takes: 0 }]]);
    const text = writeFcpxml(deliveredFilm(bare.document.project, []));
    expect(faultsOfFcpxml(text)).toEqual([]);
    expect(text).not.toContain('<asset ');
  });
});
