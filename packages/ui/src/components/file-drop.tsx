import { Button, CloseButton } from '@mantine/core';
import { IconFile, IconUpload } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './file-drop.module.css';

export interface FileDropProps {
  readonly label: string;
  /** What may come: kinds, size, what happens next. */
  readonly help?: ReactNode;
  /** File name endings with the dot: `['.txt', '.csv', '.xlsx']`. Empty takes anything. */
  readonly endings: readonly string[];
  readonly bytesMax: number;
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
  readonly error?: ReactNode;
}

export type FileRefusal = 'too_large' | 'wrong_kind';

/** Why a file cannot be taken, before a byte of it travels. */
export function refuseFile(
  file: Pick<File, 'name' | 'size'>,
  endings: readonly string[],
  bytesMax: number,
): FileRefusal | undefined {
  const name = file.name.toLowerCase();
  if (endings.length > 0 && !endings.some((ending) => name.endsWith(ending.toLowerCase()))) return 'wrong_kind';
  return file.size > bytesMax ? 'too_large' : undefined;
}

/** A place to drop a file on, which is also a button to choose one. */
export function FileDrop(props: FileDropProps): ReactNode {
  const { labels, formatBytes } = useUi();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<FileRefusal | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const helpId = useId();

  const take = (file: File | undefined): void => {
    const why = file === undefined ? undefined : refuseFile(file, props.endings, props.bytesMax);
    setRefusal(why);
    props.onFile(why === undefined ? file : undefined);
    if (input.current !== null) input.current.value = '';
  };
  const complaint =
    refusal === 'too_large'
      ? labels.fileTooLarge(formatBytes(props.bytesMax))
      : refusal === 'wrong_kind'
        ? labels.fileWrongKind(props.endings.join(', '))
        : props.error;
  return (
    <div>
      <div
        className={classes['drop']}
        data-over={over || undefined}
        data-error={complaint !== undefined || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <input
          ref={input}
          type="file"
          className={classes['input']}
          aria-label={props.label}
          aria-describedby={helpId}
          accept={props.endings.join(',')}
          tabIndex={-1}
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
        {props.file === undefined ? (
          <>
            <IconUpload size={22} aria-hidden className={classes['icon']} />
            <p className={classes['title']}>{labels.dropHere}</p>
            <Button variant="default" onClick={() => input.current?.click()}>
              {labels.chooseFile}
            </Button>
          </>
        ) : (
          <div className={classes['file']}>
            <IconFile size={20} aria-hidden />
            <span className={classes['name']}>{props.file.name}</span>
            <span className={classes['size']}>{formatBytes(props.file.size)}</span>
            <CloseButton aria-label={labels.removeFile} onClick={() => take(undefined)} />
          </div>
        )}
        <div id={helpId} className={classes['help']}>
          {props.help}
        </div>
      </div>
      {complaint === undefined ? null : (
        <p role="alert" className={classes['error']}>
          {complaint}
        </p>
      )}
    </div>
  );
}
