import { useState } from 'react';

const TRIES = 3;
/** While other pages of the shop are being read, the file waits for its turn. */
const BUSY_TRIES = 60;
const BUSY_MS = 2_000;

/**
 * Saves a CSV file that the server gives in pieces. By fetch, because App Bridge puts the session token on it: a plain link
 * would arrive without one.
 */
export function useDownload(): {
  running: boolean;
  failed: boolean;
  save: (url: string, fileName: string) => Promise<void>;
} {
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  return {
    running: state === 'running',
    failed: state === 'failed',
    async save(url, fileName) {
      setState('running');
      try {
        saveAs(new Blob(await allPieces(url), { type: 'text/csv' }), fileName);
        setState('idle');
      } catch {
        setState('failed');
      }
    },
  };
}

async function allPieces(url: string): Promise<Blob[]> {
  const pieces: Blob[] = [];
  for (let from: string | null = ''; from !== null; ) {
    const response: Response = await piece(from === '' ? url : withFrom(url, from));
    pieces.push(await response.blob());
    from = response.headers.get('x-next');
  }
  return pieces;
}

function withFrom(url: string, from: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}from=${from}`;
}

/** @throws when the server refuses it, or cannot be reached however often it is asked. */
async function piece(url: string): Promise<Response> {
  for (let attempt = 1, busy = 0; ; attempt += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok === true) {
      return response;
    }
    if (response?.status === 429 && busy < BUSY_TRIES) {
      busy += 1;
      attempt = 0;
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
      continue;
    }
    if (attempt === TRIES) {
      throw new Error(`the file stopped with ${response?.status ?? 'no answer'}`);
    }
  }
}

function saveAs(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
