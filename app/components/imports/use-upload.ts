import { useRef, useState } from 'react';

const TRIES = 3;

export type UploadProblem = 'empty' | 'too_large' | 'too_many' | 'stopped';
type Begun = { importId: number; pieceBytes: number } | { refused: 'empty' | 'too_large' | 'too_many' };
type Upload = { file: File; importId: number; pieceBytes: number; sent: number };

/**
 * Sends a file in pieces. Each is read from the disk when it is its turn, so the size of the file does not matter; what was
 * sent stays sent when the connection is lost.
 */
export function useUpload(onDone: (importId: number) => void) {
  const upload = useRef<Upload | undefined>(undefined);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<UploadProblem | null>(null);

  const send = async (of: Upload) => {
    setProblem(null);
    for (; of.sent * of.pieceBytes < of.file.size; of.sent += 1) {
      setShare((of.sent * of.pieceBytes) / of.file.size);
      const piece = of.file.slice(of.sent * of.pieceBytes, (of.sent + 1) * of.pieceBytes);
      if (!(await post(`/app/contacts/import/${of.importId}/piece/${of.sent}`, piece))) {
        setProblem('stopped');
        setShare(null);
        return;
      }
    }
    onDone(of.importId);
  };

  return {
    /** Null while nothing is being sent. */
    share,
    problem,
    async start(file: File) {
      upload.current = undefined;
      setProblem(null);
      setShare(0);
      const response = await post(
        '/app/contacts/import/upload',
        JSON.stringify({ name: file.name, bytes: file.size }),
      );
      // The route's own answer.
      const begun = response === undefined ? undefined : ((await response.json()) as Begun);
      if (begun === undefined || 'refused' in begun) {
        setProblem(begun?.refused ?? 'stopped');
        setShare(null);
        return;
      }
      upload.current = { file, ...begun, sent: 0 };
      await send(upload.current);
    },
    /** Null when there is nothing to go on with. */
    resume:
      problem === 'stopped' && upload.current !== undefined
        ? () => upload.current && send(upload.current)
        : null,
  };
}

/** Undefined when it does not arrive, however often it is tried. */
async function post(url: string, body: Blob | string): Promise<Response | undefined> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const response = await fetch(url, { method: 'POST', body }).catch(() => undefined);
    if (response?.ok === true) {
      return response;
    }
  }
  return undefined;
}
