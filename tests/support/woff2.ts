import { brotliDecompressSync } from 'node:zlib';

/** The tables of a WOFF2 font that are stored as they are: all but outlines. https://www.w3.org/TR/WOFF2/ */
export function readWoff2(file: Buffer): Map<string, Buffer> {
  if (file.toString('latin1', 0, 4) !== 'wOF2') throw new Error('not a WOFF2 font');
  const count = file.readUInt16BE(12);
  let at = 48;
  const readLength = () => {
    // UIntBase128: seven bits a byte, the highest bit says that more follow.
    for (let value = 0; ; ) {
      const byte = file[at++]!;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  const directory = Array.from({ length: count }, () => {
    const flags = file[at++]!;
    const known = KNOWN_TAGS[flags & 63];
    const tag = known ?? file.toString('latin1', at, at + 4);
    if (known === undefined) at += 4;
    const length = readLength();
    // Outlines are transformed by version 0, all else by any other.
    const isOutline = tag === 'glyf' || tag === 'loca';
    const isTransformed = isOutline ? flags >> 6 !== 3 : flags >> 6 !== 0;
    return { tag, isTransformed, length: isTransformed ? readLength() : length };
  });
  const data = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  const tables = new Map<string, Buffer>();
  let from = 0;
  for (const { tag, isTransformed, length } of directory) {
    if (!isTransformed) tables.set(tag, data.subarray(from, from + length));
    from += length;
  }
  return tables;
}

/** Characters that a table `cmap` has glyphs for: its segments of format 12, which span all of Unicode. */
export function charactersOf(cmap: Buffer): Set<number> {
  const characters = new Set<number>();
  for (let k = 0; k < cmap.readUInt16BE(2); k++) {
    const table = cmap.readUInt32BE(4 + 8 * k + 4);
    if (cmap.readUInt16BE(table) !== 12) continue;
    for (let group = 0; group < cmap.readUInt32BE(table + 12); group++) {
      const at = table + 16 + 12 * group;
      for (let code = cmap.readUInt32BE(at); code <= cmap.readUInt32BE(at + 4); code++) characters.add(code);
    }
  }
  return characters;
}

/** By number, in the specification's section 4.1; 63 is any other. */
const KNOWN_TAGS = (
  'cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX ' +
  'vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat ' +
  'fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
).match(/.{4}(?= |$)/g)!;
