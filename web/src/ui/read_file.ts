/** The bytes of a file as the interface takes them: base64url without filling. */
export async function fileContent(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const step = 0x8000; // what one call takes as arguments
  let letters = '';
  for (let at = 0; at < bytes.length; at += step) letters += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A request holds 1 MB: larger files go by the command line. */
export const fileBytesMax = 700_000;
